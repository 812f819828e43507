package io.stillframe.observability;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Message;

import static org.assertj.core.api.Assertions.assertThat;

class TraceTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

  @RegisterExtension static final OpenTelemetryExtension SDK = OpenTelemetryExtension.create();

  @Test
  void aMessageTellsTheSpanOfItsSending() {
    // Given
    Message message = Trace.continuing(PARENT, message());
    // When
    Message sent = Trace.sending(message);
    // Then
    SpanData span = SDK.getSpans().getFirst();
    assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(span.getParentSpanContext().getTraceId()).isEqualTo(TRACE_ID);
    assertThat(sent.headers())
        .containsEntry("traceparent", "00-" + TRACE_ID + "-" + span.getSpanId() + "-01")
        .containsAllEntriesOf(message().headers());
  }

  @Test
  void whatNobodyTracesHasNoHeader() {
    assertThat(Trace.sending(message()).headers()).doesNotContainKey("traceparent");
    assertThat(Trace.sending(Trace.continuing("nonsense", message())).headers())
        .containsEntry("traceparent", "nonsense");
    assertThat(SDK.getSpans()).isEmpty();
    assertThat(Trace.isReadable("\0")).isFalse();
    assertThat(Trace.isReadable(PARENT)).isTrue();
  }

  @Test
  void aCallIsAPartOfTheStepThatMakesIt() {
    // Given
    Trace step = Trace.begin("step", SpanKind.INTERNAL, PARENT, Map.of("provider", "par1"));
    // When
    Uni<String> work =
        step.during(
            () ->
                Trace.call(
                    "create",
                    Map.of(),
                    () -> Uni.createFrom().item(Span.current().getSpanContext().getTraceId())));
    String seen = work.await().indefinitely();
    step.end();
    // Then
    assertThat(seen).isEqualTo(TRACE_ID);
    assertThat(SDK.getSpans()).extracting(SpanData::getName).containsExactly("create", "step");
    assertThat(SDK.getSpans().getFirst().getParentSpanId())
        .isEqualTo(SDK.getSpans().getLast().getSpanId());
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @Test
  void aFailureIsMarkedWithoutItsWords() {
    // When
    Throwable failure =
        Trace.begin("step", SpanKind.INTERNAL, PARENT, Map.of())
            .during(
                () ->
                    Trace.call(
                        "create",
                        Map.of(),
                        () ->
                            Uni.createFrom()
                                .failure(new IllegalStateException("the key is s3cr3t"))))
            .onItemOrFailure()
            .transform((item, thrown) -> thrown)
            .await()
            .indefinitely();
    // Then
    assertThat(failure).hasMessageContaining("s3cr3t");
    assertThat(SDK.getSpans().getFirst().getStatus())
        .isEqualTo(StatusData.create(StatusCode.ERROR, "IllegalStateException"));
    assertThat(SDK.getSpans().toString()).doesNotContain("s3cr3t");
  }

  private static Message message() {
    return Message.of(
        new DeleteSnapshot(new UUID(0, 1), new UUID(0, 2), "an-organization", Instant.EPOCH));
  }
}
