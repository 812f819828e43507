package io.stillframe.kubernetes;

import java.util.List;
import java.util.Optional;

/** Whether an object is what its type says: no unknown member, no wrong type, none missing. */
final class Models {
  private static final List<Model> ALL =
      List.of(new KubernetesModel(), new OperatorModel(), new SchemaModel());

  private Models() {}

  /**
   * What is wrong with an object, by the first model that knows its type.
   *
   * @throws IllegalArgumentException if no model knows it
   */
  static Optional<String> problem(Manifest manifest) {
    return ALL.stream()
        .filter(model -> model.knows(manifest))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No model of " + manifest))
        .problem(manifest);
  }

  /** What knows some types. */
  interface Model {
    boolean knows(Manifest manifest);

    Optional<String> problem(Manifest manifest);
  }
}
