package io.palinode.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void shouldTakeTheNearestRankOfLatenciesInAnyOrder() {
    for (var nanos = 100; nanos >= 1; nanos--) {
      latencies.add(nanos);
    }

    assertThat(latencies.percentile(50)).isEqualTo(Duration.ofNanos(50));
    assertThat(latencies.percentile(99)).isEqualTo(Duration.ofNanos(99));
    assertThat(latencies.percentile(100)).isEqualTo(Duration.ofNanos(100));
  }

  @Test
  void shouldKeepEveryLatencyWhenThereAreMany() {
    var count = 200_001;
    for (var nanos = 1; nanos <= count; nanos++) {
      latencies.add(nanos);
    }

    assertThat(latencies.size()).isEqualTo(count);
    assertThat(latencies.percentile(50)).isEqualTo(Duration.ofNanos(100_001));
  }

  @Test
  void shouldGiveTheOnlyLatencyAsEveryPercentile() {
    latencies.add(7);

    assertThat(latencies.percentile(0.1)).isEqualTo(Duration.ofNanos(7));
    assertThat(latencies.percentile(99)).isEqualTo(Duration.ofNanos(7));
  }
}
