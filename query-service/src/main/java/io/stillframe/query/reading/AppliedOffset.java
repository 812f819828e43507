package io.stillframe.query.reading;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

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

  record Key(String topic, int partition) {}
}
