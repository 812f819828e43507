package io.stillframe.command;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

import static io.restassured.RestAssured.given;

/** Calls with a key. */
public final class Api {
  private Api() {}

  public static RequestSpecification as(String key) {
    return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
  }

  public static String create(String volumeId, String more) {
    return """
                {"provider":"compute-on","environment":"test_area","volumeId":"%s"%s}"""
        .formatted(volumeId, more);
  }
}
