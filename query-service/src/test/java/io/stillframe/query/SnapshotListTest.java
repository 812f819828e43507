package io.stillframe.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.contract.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

/** Filters, order and pages of the list. */
@QueryServiceTest
class SnapshotListTest {
  @BeforeEach
  void awaitReady() {
    Api.awaitReady();
  }

  @Test
  void pagesAreStableWhileRowsComeAndGo() {
    // Given
    String label = "page=" + UUID.randomUUID();
    List<Life> lives = IntStream.range(0, 7).mapToObj(i -> labelled("p" + i, label)).toList();
    lives.forEach(life -> Publisher.publish(life.requested()));
    String list = "/v1/snapshots?sort=name&limit=2&label=" + label;
    JsonPath first = Api.get(list).jsonPath();
    // When
    Publisher.publish(
        labelled("p0a", label).requested(), lives.get(0).deleting(2), lives.get(0).deleted(3));
    Publisher.publish(labelled("p1a", label).requested());
    // Then
    List<String> names = new ArrayList<>(first.getList("items.name"));
    String cursor = first.getString("nextCursor");
    while (cursor != null) {
      JsonPath page =
          Api.get(list + "&cursor=" + cursor).then().statusCode(200).extract().jsonPath();
      names.addAll(page.getList("items.name"));
      cursor = page.getString("nextCursor");
    }
    assertThat(names).containsExactly("p0", "p1", "p1a", "p2", "p3", "p4", "p5", "p6");
  }

  @ParameterizedTest
  @CsvSource({
    "sort=createdAt, 'a,b,c'",
    "sort=-createdAt, 'c,b,a'",
    "sort=name, 'a,b,c'",
    "sort=-name, 'c,b,a'"
  })
  void sortedPagesShowEveryRowOnce(String sort, String expected) {
    // Given
    String label = "sort=" + UUID.randomUUID();
    for (String name : List.of("a", "b", "c")) {
      Publisher.publish(labelled(name, label).requested());
    }
    // When
    List<String> names = new ArrayList<>();
    String next = "";
    while (next != null) {
      JsonPath page =
          Api.get("/v1/snapshots?limit=1&" + sort + "&label=" + label + next)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      names.addAll(page.getList("items.name"));
      next =
          page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
    }
    // Then
    assertThat(String.join(",", names)).isEqualTo(expected);
  }

  @Test
  void filtersAreCombined() {
    // Given
    String id = UUID.randomUUID().toString();
    Life life = labelled("wanted", "filter=" + id);
    Publisher.publish(life.requested(), labelled("other", "filter=" + id).requested());
    String list =
        "/v1/snapshots?provider=compute-on&environment=testing&volumeId=volume-1&label=filter"
            + "&createdAfter=2026-01-01T00:00:00Z&createdBefore=2099-01-01T00:00:00%2B02:00&state=requested,creating"
            + "&label=filter="
            + id;
    // When
    var answer = Api.get(list + "&name=wanted");
    // Then
    answer.then().statusCode(200).body("items.id", contains(life.id().toString()));
    Api.get(list + "&name=wanted&state=available").then().body("items.size()", equalTo(1));
    Api.get(list + "&name=neither").then().body("items", empty());
    Api.get(list.replace("testing", "test_area")).then().body("items", empty());
    Api.get(list.replace("2026-01-01", "2098-01-01")).then().body("items", empty());
  }

  @Test
  void deletedAreListedOnlyWhenAskedFor() {
    // Given
    String label = "gone=" + UUID.randomUUID();
    Life life = labelled("gone", label);
    // When
    Publisher.publish(life.requested(), life.deleting(2), life.deleted(3));
    // Then
    Api.get("/v1/snapshots?label=" + label).then().body("items", empty());
    Api.get("/v1/snapshots?state=deleted&label=" + label)
        .then()
        .body("items.id", contains(life.id().toString()));
  }

  @Test
  void operationsAreFiltered() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "operations");
    // When
    Publisher.publish(life.requested(), life.creating(), life.available(3), life.deleting(4));
    // Then
    String list = "/v1/operations?snapshotId=" + life.id();
    Api.get(list).then().body("items.size()", equalTo(2));
    Api.get(list + "&kind=create").then().body("items.status", contains("succeeded"));
    Api.get(list + "&status=running").then().body("items.kind", contains("delete"));
    String cursor = Api.get(list + "&limit=1").jsonPath().getString("nextCursor");
    Api.get(list + "&limit=1&cursor=" + cursor)
        .then()
        .body("items.size()", equalTo(1), "nextCursor", equalTo(null));
  }

  /** PostgreSQL has no year 0, and a cursor can be changed by whoever was given it. */
  @Test
  void aCursorThatWasChangedIsRefused() {
    // Given
    String label = "changed=" + UUID.randomUUID();
    Publisher.publish(labelled("a", label).requested(), labelled("b", label).requested());
    String list = "/v1/snapshots?limit=1&label=" + label;
    byte[] cursor = Base64.getUrlDecoder().decode(Api.get(list).jsonPath().getString("nextCursor"));
    String position = new String(cursor, 12, cursor.length - 12, StandardCharsets.UTF_8);
    for (String time :
        List.of("-62167219200000000", "-9000000000000000000", "9000000000000000000")) {
      byte[] changed =
          position
              .replaceFirst("\"value\":\"-?\\d+\"", "\"value\":\"" + time + "\"")
              .getBytes(StandardCharsets.UTF_8);
      assertThat(changed).isNotEqualTo(position.getBytes(StandardCharsets.UTF_8));
      byte[] forged = Arrays.copyOf(cursor, 12 + changed.length);
      System.arraycopy(changed, 0, forged, 12, changed.length);
      // When
      var answer =
          Api.get(
              list + "&cursor=" + Base64.getUrlEncoder().withoutPadding().encodeToString(forged));
      // Then
      answer.then().statusCode(400).body("field", equalTo("cursor"));
    }
  }

  @Test
  void cursorOfAnotherQueryIsRefused() {
    // Given
    String label = "bound=" + UUID.randomUUID();
    Publisher.publish(labelled("a", label).requested(), labelled("b", label).requested());
    String cursor =
        Api.get("/v1/snapshots?limit=1&label=" + label).jsonPath().getString("nextCursor");
    // When
    var answer = Api.get("/v1/snapshots?limit=1&cursor=" + cursor);
    // Then
    answer
        .then()
        .statusCode(400)
        .contentType(equalTo("application/problem+json"))
        .body("type", equalTo("urn:stillframe:problem:invalid-cursor"), "field", equalTo("cursor"));
    Api.get("/v1/snapshots?limit=5&label=" + label + "&cursor=" + cursor).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit, from 1 to 1000",
    "limit=1001, limit, from 1 to 1000",
    "limit=ten, limit, from 1 to 1000",
    "limit=1&limit=2, limit, once",
    "state=asleep, state, must be of",
    "sort=size, sort, must be",
    "label=%3Dx, label, must be",
    "createdAfter=yesterday, createdAfter, must be a time",
    "createdBefore=%2B10000-01-01T00:00:00Z, createdBefore, must be a time",
    "nmae=x, nmae, known are",
    "name=a%00b, name, U+0000",
  })
  void wrongParameterIsNamed(String query, String field, String why) {
    // When
    var answer = Api.get("/v1/snapshots?" + query);
    // Then
    answer
        .then()
        .statusCode(400)
        .contentType(equalTo("application/problem+json"))
        .body(
            "type",
            equalTo("urn:stillframe:problem:invalid-parameter"),
            "field",
            equalTo(field),
            "detail",
            containsString(why));
  }

  @ParameterizedTest
  @CsvSource({"cursor=garbage", "cursor=", "cursor=%00", "cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void garbageCursorIsRefused(String query) {
    Api.get("/v1/snapshots?" + query).then().statusCode(400).body("type", hasProblem(query));
  }

  @Test
  void volumesAreListedUntilTheirTombstone() {
    // Given
    String name = "vol-" + UUID.randomUUID();
    var volume = Inventory.volume(Keys.ORGANIZATION, name, 1);
    Publisher.publish(Message.of(volume));
    Api.get("/v1/volumes?name=" + name)
        .then()
        .body("items.id", contains(volume.id()), "items[0].sizeBytes", equalTo(1024));
    // When
    Publisher.publish(Message.volumeGone(volume));
    // Then
    Api.get("/v1/volumes?name=" + name).then().body("items", empty());
  }

  @Test
  void providersShowTheirOwnerToTheOwnerOnly() {
    // When
    Publisher.publish(Message.of(Inventory.environment(Keys.ORGANIZATION, "testing", 1)));
    // Then
    Api.get("/v1/providers")
        .then()
        .statusCode(200)
        .body(
            "items.environment",
            hasItem("testing"),
            "items[0].organization",
            equalTo(Keys.ORGANIZATION))
        .body("items[0].capabilities.restore", equalTo(true), "items[0].version", equalTo(null));
    Api.as(Keys.OTHER)
        .get("/v1/providers")
        .then()
        .body(
            "items.environment",
            hasItem("testing"),
            "items[0].organization",
            not(equalTo(Keys.ORGANIZATION)));
  }

  private static org.hamcrest.Matcher<String> hasProblem(String query) {
    // NUL and nothing are refused before anybody asks what the parameter means.
    return query.contains("%00") || query.endsWith("=")
        ? equalTo("urn:stillframe:problem:invalid-parameter")
        : equalTo("urn:stillframe:problem:invalid-cursor");
  }

  private static Life labelled(String name, String label) {
    String[] pair = label.split("=");
    return Life.of(Keys.ORGANIZATION, name, Map.of(pair[0], pair[1]));
  }
}
