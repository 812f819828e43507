package io.stillframe.api;

import java.time.Instant;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;

/**
 * JSON as the API speaks it. What a caller sends is taken word by word or refused: a member that is
 * not known, a number in quotes or a second value for one member is a mistake that the caller wants
 * to hear of. Answers leave out members without a value and write times as RFC 3339.
 */
@Singleton
public class StrictJson implements ObjectMapperCustomizer {
  /** Deeper than any body of ours, far from what would cost a stack. */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_TEXT = 64 * 1024;

  /** More than any body of ours has; a mebibyte of members would cost fifty times its size. */
  private static final int MAX_TOKENS = 4096;

  /** After the framework's own, whose modules and settings would take the place of these. */
  @Override
  public int priority() {
    return MINIMUM_PRIORITY;
  }

  @Override
  public void customize(ObjectMapper mapper) {
    mapper
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .setDefaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
        .registerModule(
            new SimpleModule("stillframe-strict")
                .addDeserializer(String.class, new StrictText())
                .addKeyDeserializer(String.class, new StrictText.Key())
                .addDeserializer(Instant.class, new StrictTime()));
    refuseCoercion(mapper);
    mapper.getFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_TEXT)
                .maxTokenCount(MAX_TOKENS)
                .build());
  }

  private static void refuseCoercion(ObjectMapper mapper) {
    for (LogicalType type : LogicalType.values()) {
      var coercion = mapper.coercionConfigFor(type).setAcceptBlankAsEmpty(false);
      for (CoercionInputShape shape : CoercionInputShape.values()) {
        if (!isNatural(type, shape)) {
          coercion.setCoercion(shape, CoercionAction.Fail);
        }
      }
    }
  }

  /** Where the shape is the type's own, or within it, and no coercion at all. */
  private static boolean isNatural(LogicalType type, CoercionInputShape shape) {
    return switch (type) {
      case Boolean -> shape == CoercionInputShape.Boolean;
      case Integer -> shape == CoercionInputShape.Integer;
      case Float -> shape == CoercionInputShape.Integer || shape == CoercionInputShape.Float;
      case Textual, Enum, DateTime, OtherScalar -> shape == CoercionInputShape.String;
      case Array, Collection -> shape == CoercionInputShape.EmptyArray;
      case Map, POJO, Untyped, Binary ->
          shape == CoercionInputShape.EmptyArray && type == LogicalType.Untyped;
    };
  }
}
