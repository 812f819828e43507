package io.stillframe.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How messages are written and read: members without a value are left out, members not known are
 * passed over.
 */
public final class ContractJson {
  /** Safe for use by many threads; not to be reconfigured. */
  public static final ObjectMapper MAPPER = mapper();

  private ContractJson() {}

  private static ObjectMapper mapper() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .addModules(new JavaTimeModule(), new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();
    mapper.registerSubtypes(SnapshotRequest.class.getPermittedSubclasses());
    mapper.registerSubtypes(SnapshotEvent.class.getPermittedSubclasses());
    mapper.registerSubtypes(AdminRequest.class.getPermittedSubclasses());
    mapper.registerSubtypes(AdminRequest.OnFinding.class.getPermittedSubclasses());
    mapper.registerSubtypes(AdminRequest.OnDeadLetter.class.getPermittedSubclasses());
    return mapper;
  }
}
