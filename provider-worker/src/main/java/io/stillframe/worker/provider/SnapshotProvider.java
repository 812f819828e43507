package io.stillframe.worker.provider;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.ProviderEnvironment.Capabilities;
import io.stillframe.contract.Writable;

/**
 * One environment of one provider. This text is the law for drivers; {@code
 * SnapshotProviderContract} in the tests proves each of them against it.
 *
 * <ul>
 *   <li>No call blocks its thread, and none waits for a copy to be finished: calls start work and
 *       look at it.
 *   <li>Every failure is a {@link ProviderException} whose class is true: {@code RETRYABLE} and
 *       {@code THROTTLED} promise that nothing was done; when in doubt it is {@code UNCERTAIN}.
 *   <li>Everything made carries a marker, by which {@link #findByMarker} and {@link #findRestore}
 *       find it again, also from another process and after a crash of this one.
 *   <li>Names never select anything.
 *   <li>All calls may come from several processes at once.
 * </ul>
 */
public interface SnapshotProvider {
  /** What this environment can do; constant while the process runs. */
  Capabilities capabilities();

  /** Succeeds when calls are likely to succeed; else fails with what is wrong. */
  Uni<Void> check();

  /**
   * Starts to make a copy. The engine calls it only when no copy with this marker is known to
   * exist; a driver that finds one all the same returns that.
   *
   * @return the copy, seldom finished
   */
  Uni<ProviderSnapshot> createSnapshot(NewCopy wanted);

  /**
   * The copy with this snapshot's marker, in whatever status; empty when there is none, or only
   * remains of one.
   */
  Uni<Optional<ProviderSnapshot>> findByMarker(UUID snapshotId);

  /** The copy; empty when it is gone. */
  Uni<Optional<ProviderSnapshot>> getSnapshot(CopyRef copy);

  /** The copy with the provider's id, whoever made it; empty when it is gone. */
  Uni<Optional<ProviderSnapshot>> getCopy(String providerSnapshotId);

  /**
   * Starts to remove the copy with the provider's id, and no other, whoever made it. Succeeds when
   * it is gone already, and when it cannot be removed before it is finished. {@link #getCopy} tells
   * when the removal is done.
   */
  Uni<Void> deleteCopy(String providerSnapshotId);

  /** Every copy in the environment, others' too. Fails rather than leave out a part. */
  Uni<List<ProviderSnapshot>> listSnapshots();

  /**
   * Gives the copy these members, as far as {@link #capabilities} says that the provider keeps
   * them. Repeatable.
   */
  Uni<Void> updateSnapshot(CopyRef copy, Writable members);

  /**
   * Starts to remove the copy, a finished or an unfinished one, and what remains of one. Succeeds
   * when it is gone already. {@link #findByMarker} tells when the removal is done.
   */
  Uni<Void> deleteSnapshot(CopyRef copy);

  /**
   * Starts to make a new volume from a copy; like {@link #createSnapshot}, with the operation's
   * marker.
   */
  Uni<ProviderRestore> restore(NewVolume wanted);

  /** The new volume with this operation's marker, in whatever status; empty when there is none. */
  Uni<Optional<ProviderRestore>> findRestore(UUID operationId);

  /**
   * Starts to remove an unfinished new volume and what remains of one; a finished one too. Succeeds
   * when gone.
   */
  Uni<Void> discardRestore(UUID operationId);

  /** Every volume in the environment. Fails rather than leave out a part. */
  Uni<List<ProviderVolume>> listVolumes();

  /** The volume; empty when the provider does not have it. */
  Uni<Optional<ProviderVolume>> getVolume(String volumeId);
}
