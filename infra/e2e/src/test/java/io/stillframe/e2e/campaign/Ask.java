package io.stillframe.e2e.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for.
 *
 * @param snapshot none for a create
 * @param key the Idempotency-Key that it is sent with, however often
 * @param due the earliest that its deadline can be: as it asks, or by what the services are told
 */
record Ask(
    Target target,
    String kind,
    @Nullable UUID snapshot,
    String key,
    Members members,
    Instant due) {}
