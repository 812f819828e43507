package io.stillframe.dialect.scaleway;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;

/** A body with members that break rules, each of them named. */
public final class InvalidFields extends ProblemException {
  private final transient Map<String, List<String>> fields;

  /**
   * @param fields what is wrong with each member; at least one
   */
  public InvalidFields(Map<String, List<String>> fields) {
    super(ProblemType.INVALID_VALUE.because("members break rules: " + fields.keySet()));
    this.fields = new TreeMap<>(fields);
  }

  Map<String, List<String>> fields() {
    return fields;
  }
}
