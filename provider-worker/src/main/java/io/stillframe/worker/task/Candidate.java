package io.stillframe.worker.task;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.stillframe.contract.OperationKind;

/**
 * A due task whose turn it may be.
 *
 * @param lane the queue of its organization that it waits in
 * @param starts whether it begins a copy or a new volume, and so needs places for it
 * @param late whether its deadline has passed so long ago that it waits for nothing any more
 * @param places how many copies and new volumes its connection has room for
 * @param environmentPlaces how many of them its environment has room for
 * @param volumePlaces how many copies its volume has room for
 */
record Candidate(
    long id,
    OperationKind kind,
    String provider,
    String environment,
    String organization,
    @JsonProperty("volume_id") String volumeId,
    int lane,
    boolean starts,
    boolean late,
    int places,
    @JsonProperty("environment_places") int environmentPlaces,
    @JsonProperty("volume_places") int volumePlaces) {}
