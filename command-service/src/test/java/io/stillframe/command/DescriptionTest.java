package io.stillframe.command;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.local.StillframeTestResource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What the OpenAPI document says of the writes. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "command"))
class DescriptionTest {
  @ParameterizedTest
  @CsvSource({
    "post,/v1/snapshots",
    "patch,/v1/snapshots/{id}",
    "delete,/v1/snapshots/{id}",
    "post,/v1/snapshots/{id}/restore",
    "post,/v1/operations/{id}/cancel"
  })
  void everyWriteAnswersWithAnOperation(String method, String path) {
    // When
    JsonPath described = document();

    // Then
    String call = "paths.'%s'.%s.".formatted(path, method);
    assertThat(described.getString(call + "summary")).isNotBlank();
    for (String status : new String[] {"200", "202"}) {
      assertThat(
              described.getString(
                  call + "responses.'%s'.content.'application/json'.schema.$ref".formatted(status)))
          .isEqualTo("#/components/schemas/OperationAnswer");
    }
    assertThat(described.getMap(call + "responses"))
        .containsKey("default")
        .doesNotContainKey("201");
  }

  @Test
  void aPatchHasTheMembersThatCanChange() {
    assertThat(
            document()
                .<String, Object>getMap(
                    "paths.'/v1/snapshots/{id}'.patch.requestBody.content"
                        + ".'application/merge-patch+json'.schema.properties"))
        .containsOnlyKeys("name", "description", "labels", "organization");
  }

  private static JsonPath document() {
    return given().get("/q/openapi?format=json").then().statusCode(200).extract().jsonPath();
  }
}
