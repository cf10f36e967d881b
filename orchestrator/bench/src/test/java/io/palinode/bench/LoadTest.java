package io.palinode.bench;

import static io.palinode.bench.Load.Phase.DRAINING;
import static io.palinode.bench.Load.Phase.MEASURING;
import static io.palinode.bench.Load.Phase.SETTLING;
import static io.palinode.bench.Load.Phase.WARMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.bench.Load.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void shouldMeasureThroughputForItsTimeAfterTheWarmup() {
    var load = new Load.Throughput(500, 10, 20);

    assertThat(load.inFlight(WARMING)).isEqualTo(500);
    assertThat(load.next(new Progress(WARMING, Duration.ofMillis(9_999), 500, 0)))
        .isEqualTo(WARMING);
    assertThat(load.next(new Progress(WARMING, Duration.ofSeconds(10), 500, 0)))
        .isEqualTo(MEASURING);
    assertThat(load.next(new Progress(MEASURING, Duration.ofSeconds(30), 500, 1)))
        .isEqualTo(DRAINING);
  }

  @Test
  void shouldMeasureOneSagaAtATimeOnceTheWarmupIsDone() {
    var load = new Load.Idle(10, 1_000);
    var warm = Duration.ofSeconds(10);

    assertThat(load.next(new Progress(WARMING, Duration.ofMillis(9_999), 500, 0)))
        .isEqualTo(WARMING);
    assertThat(load.next(new Progress(WARMING, warm, 500, 0))).isEqualTo(SETTLING);
    assertThat(load.next(new Progress(SETTLING, warm, 1, 0))).isEqualTo(SETTLING);
    assertThat(load.next(new Progress(SETTLING, warm, 0, 0))).isEqualTo(MEASURING);
    assertThat(load.inFlight(MEASURING)).isEqualTo(1);
    assertThat(load.next(new Progress(MEASURING, warm, 1, 999))).isEqualTo(MEASURING);
    assertThat(load.next(new Progress(MEASURING, warm, 0, 1_000))).isEqualTo(DRAINING);
  }
}
