package io.palinode.participant;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.participant.InboxDecision.Ignore;
import io.palinode.participant.InboxDecision.NothingToUndo;
import io.palinode.participant.InboxDecision.Refuse;
import io.palinode.participant.InboxDecision.Repeat;
import io.palinode.participant.InboxDecision.Run;
import io.palinode.participant.Remembered.Settled;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InboxRulesTest {
  private static final Succeeded DONE = new Succeeded(Payload.NONE);
  private static final Rejected NO = new Rejected(new Reason("CARD_REFUSED", "No money."));
  private static final Refuse LATE =
      new Refuse(new Reason("LATE_ACTION", "The compensation of step 'charge-card' came first."));

  /** Every kind of memory against every kind of command, at attempt 2 and epoch 5. */
  static Stream<Arguments> everyRule() {
    return Stream.of(
        // what the inbox remembers: of the action, of the compensation
        rule(action(), null, null, new Run()),
        rule(action(), at(1, DONE), null, new Repeat(DONE)),
        rule(action(), at(2, DONE), null, new Repeat(DONE)),
        rule(action(), at(3, DONE), null, new Repeat(DONE)),
        rule(action(), at(1, NO), null, new Run()),
        rule(action(), at(2, NO), null, new Repeat(NO)),
        rule(action(), at(3, NO), null, new Repeat(NO)),
        rule(action(), null, at(1, DONE), LATE),
        rule(action(), null, at(1, NO), new Run()),
        rule(action(), at(1, DONE), at(1, DONE), new Repeat(DONE)),
        rule(action(), at(1, NO), at(1, DONE), LATE),
        rule(action(), at(2, NO), at(1, DONE), new Repeat(NO)),
        rule(compensation(), null, null, new NothingToUndo()),
        rule(compensation(), at(1, DONE), null, new Run()),
        rule(compensation(), at(1, NO), null, new NothingToUndo()),
        rule(compensation(), null, at(1, DONE), new Repeat(DONE)),
        rule(compensation(), at(1, DONE), at(1, DONE), new Repeat(DONE)),
        rule(compensation(), at(1, DONE), at(3, NO), new Run()));
  }

  @ParameterizedTest
  @MethodSource("everyRule")
  void shouldDecideByWhatIsRemembered(
      CommandMessage command,
      @Nullable Settled action,
      @Nullable Settled compensation,
      InboxDecision expected) {
    assertThat(InboxRules.decide(command, memory(command, 5, action, compensation)))
        .isEqualTo(expected);
    assertThat(
            InboxRules.decide(command, memory(command, Remembered.NO_EPOCH, action, compensation)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("everyRule")
  void shouldOnlyRepeatWhatIsSettledForAnOwnerThatHasBeenReplaced(
      CommandMessage command,
      @Nullable Settled action,
      @Nullable Settled compensation,
      InboxDecision expected) {
    assertThat(InboxRules.decide(command, memory(command, 6, action, compensation)))
        .isEqualTo(expected instanceof Repeat ? expected : new Ignore(6));
  }

  private static Arguments rule(
      CommandMessage command,
      @Nullable Settled action,
      @Nullable Settled compensation,
      InboxDecision expected) {
    return Arguments.of(command, action, compensation, expected);
  }

  private static Remembered memory(
      CommandMessage command,
      long epoch,
      @Nullable Settled action,
      @Nullable Settled compensation) {
    return command.id().direction() == Direction.ACTION
        ? new Remembered(epoch, action, compensation)
        : new Remembered(epoch, compensation, action);
  }

  private static CommandMessage action() {
    return command(Direction.ACTION);
  }

  private static CommandMessage compensation() {
    return command(Direction.COMPENSATION);
  }

  private static CommandMessage command(Direction direction) {
    return new CommandMessage(
        new CommandId("order-1", "charge-card", direction), 2, 5, Payload.NONE);
  }

  private static Settled at(int attempt, CommandOutcome outcome) {
    return new Settled(attempt, outcome);
  }
}
