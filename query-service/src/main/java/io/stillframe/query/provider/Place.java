package io.stillframe.query.provider;

/** An organization at one environment of one provider: where foreign APIs look. */
public record Place(String organization, String provider, String environment) {}
