package io.palinode.bench;

import static io.palinode.bench.Load.Phase.DRAINING;
import static io.palinode.bench.Load.Phase.MEASURING;
import static io.palinode.bench.Load.Phase.WARMING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void shouldMeasureThroughputForItsTimeAfterTheWarmup() {
    var load = new Load.Throughput(500, 10, 20);

    assertThat(load.phase(1_000_000, Duration.ofMillis(9_999))).isEqualTo(WARMING);
    assertThat(load.phase(0, Duration.ofSeconds(10))).isEqualTo(MEASURING);
    assertThat(load.phase(0, Duration.ofSeconds(30))).isEqualTo(DRAINING);
  }

  @Test
  void shouldMeasureAnIdleLoopForItsNumberOfSagas() {
    var load = new Load.Idle(100, 1_000);

    assertThat(load.inFlight()).isEqualTo(1);
    assertThat(load.phase(99, Duration.ofHours(1))).isEqualTo(WARMING);
    assertThat(load.phase(100, Duration.ZERO)).isEqualTo(MEASURING);
    assertThat(load.phase(1_100, Duration.ZERO)).isEqualTo(DRAINING);
  }
}
