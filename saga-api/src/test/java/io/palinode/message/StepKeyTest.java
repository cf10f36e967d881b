package io.palinode.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepKeyTest {

  @ParameterizedTest
  @CsvSource({
    "charge-card,              charge-card,   charge-card,     '',            ''",
    "hold-seat[12],            hold-seat,     hold-seat,       12,            ''",
    "hold-seat[12][0],         hold-seat,     hold-seat,       '12, 0',       ''",
    "pay.charge-card,          charge-card,   pay.charge-card, '',            pay",
    "pay[2].hold-seat[1][3],   hold-seat,     pay.hold-seat,   '1, 3',        pay[2]",
    "a[1].b[2].c,              c,             a.b.c,           '',            a[1].b[2]"
  })
  void shouldTellWhatAKeyNames(String key, String name, String path, String items, String around) {
    assertThat(StepKey.name(key)).isEqualTo(name);
    assertThat(StepKey.path(key)).isEqualTo(path);
    assertThat(StepKey.items(key)).hasToString("[" + items + "]");
    assertThat(StepKey.around(key)).isEqualTo(around);
  }

  @Test
  void shouldMakeTheKeysThatItReads() {
    String seat = StepKey.of(StepKey.of("hold-seat", 1), 3);

    assertThat(StepKey.inside(StepKey.of("pay", 2), seat)).isEqualTo("pay[2].hold-seat[1][3]");
  }

  @Test
  void shouldLeaveWhatIsNoKeyAsItIs() {
    assertThat(StepKey.name("]")).isEqualTo("]");
    assertThat(StepKey.path("]")).isEqualTo("]");
    assertThat(StepKey.items("]")).isEmpty();
    assertThat(StepKey.items("hold]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hold[x]", "hold[]", "hold[1]x]", "pay.hold[1][", "hold[1]]"})
  void shouldRefuseAnItemThatIsNoNumber(String key) {
    String whole = key.endsWith("[") ? key + "]" : key;

    assertThatExceptionOfType(MalformedMessage.class)
        .isThrownBy(() -> StepKey.items(whole))
        .withMessage("'%s' names no item of a for-each.", whole);
  }

  @Test
  void shouldTravelInACommandId() {
    CommandId id = new CommandId("order-1", "pay[2].hold-seat[3]", Direction.ACTION);

    assertThat(id).hasToString("order-1/pay[2].hold-seat[3]/action");
    assertThat(CommandId.parse(id.toString())).isEqualTo(id);
    assertThat(id.stepName()).isEqualTo("hold-seat");
  }
}
