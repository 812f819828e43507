package io.stillframe.api;

/**
 * Who sent the request.
 *
 * @param keyName the configured name of the key, never the key
 * @param organization the one organization that the key belongs to
 */
public record Caller(String keyName, String organization, Role role) {}
