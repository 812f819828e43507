package io.stillframe.worker.finding;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.AdminRequest;

/**
 * A copy that is to go: a row of the table.
 *
 * @param copy its provider snapshot id
 * @param request of the administrator who wants it; none for what we remove by ourselves
 * @param attempts how often it was begun, this time included
 */
record Removal(
    long id,
    String provider,
    String environment,
    String copy,
    @JsonProperty("finding_id") UUID findingId,
    AdminRequest.@Nullable DeleteFinding request,
    int attempts) {}
