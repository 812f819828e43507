package io.stillframe.gateway;

import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiTest {
  @Test
  void mergesMethodsOfOnePathAndSchemasOfBoth() {
    // Given
    JsonObject command =
        new JsonObject(
            """
            {"openapi": "3.1.0", "info": {"title": "command-service", "version": "1"},
             "tags": [{"name": "snapshots"}],
             "paths": {"/v1/snapshots": {"post": {"operationId": "create"}}},
             "components": {"schemas": {"Operation": {}, "Problem": {}}}}
            """);
    JsonObject query =
        new JsonObject(
            """
            {"openapi": "3.1.0", "info": {"title": "query-service", "version": "1"},
             "tags": [{"name": "snapshots"}, {"name": "volumes"}],
             "paths": {"/v1/snapshots": {"get": {"operationId": "list"}}},
             "components": {"schemas": {"Snapshot": {}, "Problem": {}}}}
            """);
    // When
    JsonObject merged = OpenApi.merge(List.of(command, query));
    // Then
    assertThat(merged)
        .isEqualTo(
            new JsonObject(
                """
                {"openapi": "3.1.0", "info": {"title": "Stillframe", "version": "1"},
                 "tags": [{"name": "snapshots"}, {"name": "volumes"}],
                 "servers": [{"url": "/"}],
                 "paths": {"/v1/snapshots": {
                   "post": {"operationId": "create"}, "get": {"operationId": "list"}}},
                 "components": {"schemas": {"Operation": {}, "Problem": {}, "Snapshot": {}}}}
                """));
  }
}
