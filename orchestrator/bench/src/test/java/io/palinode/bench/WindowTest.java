package io.palinode.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WindowTest {
  private final Window window = new Window();

  @Test
  void shouldRefuseASagaThatIsInFlight() {
    window.started("a", 0);

    assertThatThrownBy(() -> window.started("a", 0)).isInstanceOf(IllegalStateException.class);
    assertThat(window.inFlight()).isEqualTo(1);
  }

  @Test
  void shouldMeasureFromTheStartOfTheSagaThatCompleted() {
    window.started("a", 100);
    window.started("b", 200);

    assertThat(window.completed("b", 350)).hasValue(150);
    assertThat(window.completed("a", 350)).hasValue(250);
  }

  @Test
  void shouldNeitherCountNorReplaceASagaThatCompletesTwice() {
    window.started("a", 0);
    window.started("b", 0);
    window.completed("a", 1);
    window.started("c", 1);

    assertThat(window.completed("a", 2)).isEmpty();

    assertThat(window.inFlight()).isEqualTo(2);
    assertThat(window.completed()).isEqualTo(1);
    assertThat(window.strays()).isEqualTo(1);
  }
}
