package io.palinode.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class StepKeyTest {

  @Test
  void shouldNameAStepAndItsItem() {
    String key = StepKey.of("reserve-stock", 12);

    assertThat(key).isEqualTo("reserve-stock[12]");
    assertThat(StepKey.name(key)).isEqualTo("reserve-stock");
    assertThat(StepKey.item(key)).isEqualTo(12);
  }

  @Test
  void shouldLeaveAStepOutsideOfAForEachAsItIs() {
    assertThat(StepKey.name("reserve-stock")).isEqualTo("reserve-stock");
    assertThat(StepKey.item("reserve-stock")).isEqualTo(-1);
    assertThat(StepKey.name("]")).isEqualTo("]");
  }

  @Test
  void shouldRefuseAnItemThatIsNoNumber() {
    assertThatExceptionOfType(MalformedMessage.class)
        .isThrownBy(() -> StepKey.item("reserve-stock[x]"))
        .withMessage("'reserve-stock[x]' names no item of a for-each.");
  }

  @Test
  void shouldTravelInACommandId() {
    CommandId id = new CommandId("order-1", StepKey.of("reserve-stock", 3), Direction.ACTION);

    assertThat(id).hasToString("order-1/reserve-stock[3]/action");
    assertThat(CommandId.parse(id.toString())).isEqualTo(id);
    assertThat(id.stepName()).isEqualTo("reserve-stock");
  }
}
