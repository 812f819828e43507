package io.stillframe.query.reading;

import java.util.stream.Collectors;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import io.stillframe.rows.Patience;

/** How far a partition is applied. The projection writes it with the rows, set-wise. */
@Entity
@Table(name = "applied_offset")
@IdClass(AppliedOffset.Key.class)
class AppliedOffset {
  @Id @Nullable String topic;

  @Id int partition;

  /** The offset after the last one that was applied. */
  @Column(name = "next_offset")
  long nextOffset;

  /** How far every partition is applied. */
  static Uni<Offsets> all() {
    return Patience.session(
            () ->
                Panache.getSession()
                    .chain(
                        session ->
                            session
                                .createQuery("from AppliedOffset", AppliedOffset.class)
                                .setReadOnly(true)
                                .getResultList()))
        .map(
            rows ->
                new Offsets(
                    rows.stream()
                        .collect(
                            Collectors.toMap(
                                row -> new TopicPartition(row.topic, row.partition),
                                row -> row.nextOffset))));
  }

  record Key(String topic, int partition) {}
}
