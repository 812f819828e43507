package io.stillframe.query.page;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** JSON that goes out as it is stored. */
public record Document(@JsonValue @JsonRawValue String json) {}
