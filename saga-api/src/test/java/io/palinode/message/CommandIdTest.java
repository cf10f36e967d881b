package io.palinode.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order-1/charge-card/action",
        "order-1/charge-card/compensation",
        "a:b.c_d@e=f+g-h/x/action"
      })
  void shouldReadWhatItWrites(String text) {
    assertThat(CommandId.parse(text)).hasToString(text);
  }

  @Test
  void shouldTellItsParts() {
    assertThat(CommandId.parse("order-1/charge-card/compensation"))
        .isEqualTo(new CommandId("order-1", "charge-card", Direction.COMPENSATION));
  }

  @Test
  void shouldKnowTheCommandThatUndoesIt() {
    CommandId action = CommandId.parse("order-1/charge-card/action");

    assertThat(action.opposite()).isEqualTo(CommandId.parse("order-1/charge-card/compensation"));
    assertThat(action.opposite().opposite()).isEqualTo(action);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "//", "order-1", "order-1/action", "order-1//action", "/x/action"})
  void shouldRefuseAnotherForm(String text) {
    assertThatThrownBy(() -> CommandId.parse(text))
        .isInstanceOf(MalformedMessage.class)
        .hasMessage("The command id is '%s'; expected 'saga/step/direction'.".formatted(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-order", ".", "order 1", "größe", "order\n", "order%1", "{1}", "[1]", "a`b", "a?b"
      })
  void shouldRefuseASagaIdThatIsNone(String id) {
    assertThatThrownBy(() -> CommandId.parse(id + "/charge-card/action"))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageStartingWith("The saga id is '%s'; expected".formatted(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", "order-1", "9._:@=+-", "azAZ09"})
  void shouldTakeASagaId(String id) {
    assertThat(SagaId.require(id)).isEqualTo(id);
  }

  @Test
  void shouldRefuseASagaIdThatIsTooLong() {
    assertThat(SagaId.require("x".repeat(128))).hasSize(128);
    assertThatThrownBy(() -> SagaId.require("x".repeat(129)))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("1 to 128 characters");
  }
}
