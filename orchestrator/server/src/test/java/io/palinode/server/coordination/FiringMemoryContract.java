package io.palinode.server.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.coordination.FiringMemory.Mark;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every memory of firings keeps to, with two nodes that share it. */
public abstract class FiringMemoryContract {
  private static final Instant THREE = Instant.parse("2026-11-23T03:00:00Z");
  private static final Instant FOUR = Instant.parse("2026-11-23T04:00:00Z");

  /** This node's view of the memory. */
  protected abstract FiringMemory memory();

  /** Another node's view of the same. */
  protected abstract FiringMemory others();

  @Test
  void shouldRememberNothingOfAScheduleThatIsNew() {
    assertThat(memory().read("nightly-settlement")).isEmpty();
  }

  @Test
  void shouldTellEveryNodeWhatOneHasWritten() {
    Optional<Mark> first = memory().write("nightly-settlement", null, THREE);
    assertThat(others().read("nightly-settlement")).isEqualTo(first).isPresent();

    Optional<Mark> second = memory().write("nightly-settlement", first.orElseThrow(), FOUR);

    assertThat(others().read("nightly-settlement")).isEqualTo(second);
    assertThat(second.orElseThrow().through()).isEqualTo(FOUR);
    assertThat(others().read("hourly-report")).isEmpty();
  }

  @Test
  void shouldWriteNothingOverWhatAnotherHasWritten() {
    Mark seen = memory().write("nightly-settlement", null, THREE).orElseThrow();
    assertThat(others().write("nightly-settlement", null, FOUR)).isEmpty();
    Mark newer = others().write("nightly-settlement", seen, FOUR).orElseThrow();

    assertThat(memory().write("nightly-settlement", seen, THREE)).isEmpty();

    assertThat(memory().read("nightly-settlement")).contains(newer);
  }
}
