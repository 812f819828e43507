package io.stillframe.kubernetes;

import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;

/** Types whose makers publish no models for Java, by the schemas beside these tests. */
final class SchemaModel implements Models.Model {
  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  @Override
  public boolean knows(Manifest manifest) {
    return SchemaModel.class.getResource(path(manifest)) != null;
  }

  @Override
  public Optional<String> problem(Manifest manifest) {
    InputStream text = SchemaModel.class.getResourceAsStream(path(manifest));
    JsonSchema schema = schemas.getSchema(text);
    Set<ValidationMessage> found = schema.validate(manifest.tree());
    return found.isEmpty() ? Optional.empty() : Optional.of(manifest + ": " + found);
  }

  private static String path(Manifest manifest) {
    return "/schemas/%s/%s.json".formatted(manifest.apiVersion(), manifest.kind());
  }
}
