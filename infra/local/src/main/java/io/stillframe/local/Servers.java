package io.stillframe.local;

/** The two servers that the services stand on, both started. */
record Servers(Postgres postgres, KafkaBroker kafka) {}
