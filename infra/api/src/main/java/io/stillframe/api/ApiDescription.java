package io.stillframe.api;

import java.util.List;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** What is true of every call, so that no resource has to repeat it: the key and the problems. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
  private static final String KEY = "key";
  private static final String PROBLEM = "Problem";

  @Override
  public Operation filterOperation(Operation operation) {
    operation.setSecurity(
        List.of(OASFactory.createSecurityRequirement().addScheme(KEY, List.of())));
    operation.getResponses().addAPIResponse("default", problem());
    return operation;
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getComponents() == null) {
      document.setComponents(OASFactory.createComponents());
    }
    document
        .getComponents()
        .addSecurityScheme(
            KEY,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("An API key; also taken from MC-Api-Key and X-Auth-Token"))
        .addSchema(PROBLEM, problemSchema());
  }

  private static APIResponse problem() {
    return OASFactory.createAPIResponse()
        .description("A problem (RFC 9457)")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    ProblemAnswers.MEDIA_TYPE,
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM))));
  }

  private static Schema problemSchema() {
    Schema schema =
        OASFactory.createSchema()
            .addType(Schema.SchemaType.OBJECT)
            .required(List.of("type", "title", "status"));
    for (String text :
        List.of("type", "title", "detail", "field", "providerCode", "providerRequestId")) {
      schema.addProperty(text, OASFactory.createSchema().addType(Schema.SchemaType.STRING));
    }
    return schema.addProperty(
        "status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER));
  }
}
