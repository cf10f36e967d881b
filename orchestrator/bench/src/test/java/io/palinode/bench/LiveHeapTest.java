package io.palinode.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHeapTest {
  @Test
  void shouldReadTheTotalAndTheLargestClasses() {
    var heap =
        LiveHeap.parse(
            List.of(
                "4711:",
                " num     #instances         #bytes  class name (module)",
                "-------------------------------------------------------",
                "   1:         54667       16781352  [B (java.base@17)",
                "   2:          3363         960400  [I (java.base@17)",
                "Total        123456       98765432"));

    assertThat(heap.bytes()).isEqualTo(98_765_432);
    assertThat(heap.largest().get(0)).contains("[B");
  }

  @Test
  void shouldSayWhatItWasToldInsteadOfAHistogram() {
    assertThatThrownBy(() -> LiveHeap.parse(List.of("4711: no such process")))
        .hasMessageContaining("no such process");
  }
}
