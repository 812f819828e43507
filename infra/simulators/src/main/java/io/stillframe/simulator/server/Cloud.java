package io.stillframe.simulator.server;

import java.util.function.UnaryOperator;

/**
 * A simulated cloud: what it answers, and what the control API may do to it. Every method is called
 * on one event loop.
 *
 * @param <S> its settings
 * @param <V> a volume as a test arranges it
 */
public interface Cloud<S, V> {
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
  S settings();

  /** Replaces the settings by what the change makes of them. */
  void change(UnaryOperator<S> change);

  /** Adds a volume, in place of one with the same id. */
  void add(V volume);

  /** What settings are told as. */
  Class<S> settingsType();

  /** What a volume is told as. */
  Class<V> volumeType();

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
