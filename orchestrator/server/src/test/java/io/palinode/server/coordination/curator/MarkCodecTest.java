package io.palinode.server.coordination.curator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.core.BrokenInvariant;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format is frozen: marks outlive the version that wrote them. */
class MarkCodecTest {
  private static final Instant THREE = Instant.parse("2026-11-23T03:00:00Z");
  private static final String MARK = "{\"format\":1,\"through\":\"2026-11-23T03:00:00Z\"}";

  @Test
  void shouldWriteWhatPeopleCanRead() {
    assertThat(new String(MarkCodec.write(THREE), UTF_8)).isEqualTo(MARK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {MARK, "{\"through\":\"2026-11-23T03:00:00Z\",\"by\":\"someone\",\"format\":1}"})
  void shouldReadItAgainAndPassOverWhatItDoesNotKnow(String mark) {
    assertThat(MarkCodec.read(mark.getBytes(UTF_8))).isEqualTo(THREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{\"format\":1}",
        "{\"format\":1,\"through\":\"tomorrow\"}",
        "{\"format\":2,\"through\":\"2026-11-23T03:00:00Z\"}",
      })
  void shouldRefuseWhatIsNoMarkOfThisFormat(String mark) {
    assertThatExceptionOfType(BrokenInvariant.class)
        .isThrownBy(() -> MarkCodec.read(mark.getBytes(UTF_8)))
        .withMessageContainingAll("'" + mark + "'", "expected {\"format\":1,");
  }
}
