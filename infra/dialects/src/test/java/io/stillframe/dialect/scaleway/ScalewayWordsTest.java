package io.stillframe.dialect.scaleway;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.contract.SnapshotState;

import static org.assertj.core.api.Assertions.assertThat;

class ScalewayWordsTest {
  @ParameterizedTest
  @CsvSource({
    "2014-05-22T12:10:05.596769Z,2014-05-22T12:10:05.596769+00:00",
    "2014-05-22T12:10:05Z,2014-05-22T12:10:05.000000+00:00",
    "2014-05-22T12:10:05.596769123Z,2014-05-22T12:10:05.596769+00:00"
  })
  void timesHaveSixFractionDigitsAndAnOffset(Instant time, String text) {
    assertThat(ScalewayWords.time(time)).isEqualTo(text);
  }

  @Test
  void onlyTypesThatScalewayHasAreTold() {
    assertThat(ScalewayWords.volumeType("b_ssd", "l_ssd")).isEqualTo("b_ssd");
    assertThat(ScalewayWords.volumeType("ROOT-35545", "l_ssd")).isEqualTo("l_ssd");
    assertThat(ScalewayWords.volumeType(null, "unified")).isEqualTo("unified");
  }

  @ParameterizedTest
  @CsvSource({
    "REQUESTED,true",
    "CREATING,true",
    "AVAILABLE,true",
    "FAILED,true",
    "MISSING,true",
    "DELETE_FAILED,true",
    "REJECTED,false",
    "DELETING,false",
    "DELETED,false"
  })
  void whatIsGoingIsGone(SnapshotState state, boolean shown) {
    assertThat(ScalewaySnapshot.shows(state)).isEqualTo(shown);
  }
}
