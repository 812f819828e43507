package io.stillframe.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A simulated cloud: what it answers, and what the control API may do to it. Every method is called
 * on one event loop.
 */
public interface Cloud {
  /** Does what the call asks for. Never throws for what a caller can send. */
  Answer answer(Call call);

  /** The cloud's own way to say that there are too many calls, with its JSON body. */
  Answer throttled(Call call);

  /**
   * The cloud's own way to say that it is broken.
   *
   * @param status 500 to 599
   */
  Answer broken(Call call, int status);

  /** The settings as they are now. */
  Object settings();

  /**
   * Replaces the settings that the object names.
   *
   * @throws IllegalArgumentException for an unknown setting or a value out of its bounds
   */
  void change(ObjectNode settings);

  /**
   * Adds a volume, in place of one with the same id.
   *
   * @throws IllegalArgumentException for an unknown member, or when one is missing
   */
  void addVolume(ObjectNode volume);

  /**
   * Puts a snapshot into a state, whatever it was doing.
   *
   * @param state any, also one that the cloud is not known to have
   * @return false for a snapshot that does not exist
   */
  boolean force(String snapshotId, String state);

  /** Back to what the cloud was when it started. */
  void reset();
}
