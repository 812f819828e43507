package io.stillframe.simulator.cloudmc;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.server.Answer;

/** What every good answer of CloudMC is wrapped in. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Envelope(Object data, @Nullable Map<String, Integer> metadata) {

  static Answer one(Object entity) {
    return Answer.of(200, new Envelope(entity, null));
  }

  static Answer list(List<?> entities) {
    return Answer.of(200, new Envelope(entities, Map.of("recordCount", entities.size())));
  }
}
