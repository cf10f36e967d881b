package io.palinode.participant;

import static io.palinode.message.Direction.ACTION;
import static io.palinode.message.Direction.COMPENSATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.message.CommandId;
import io.palinode.message.CommandMessage;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.WireRecord;
import io.palinode.participant.Receipt.Answered;
import io.palinode.participant.Receipt.Ignored;
import io.palinode.participant.Receipt.Unreadable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParticipantTest {
  private static final PayloadCodec CODEC = new PayloadCodec(200);
  private static final CommandOutcome DONE = new Succeeded(Payload.NONE);

  /** What happened to the card: the only thing that a handler here changes. */
  private final List<String> effects = new ArrayList<>();

  private Reply chargeReply = Reply.succeeded();
  private final Participant payments =
      Participant.named("payments")
          .on(
              ChargeCard.class,
              (command, context) -> {
                effects.add("charge " + command.cents());
                return chargeReply;
              })
          .onCompensation(
              RefundCard.class,
              (command, context) -> {
                effects.add("refund");
                return Reply.succeeded();
              })
          .inbox(new InMemoryInbox(InstantSource.fixed(Instant.EPOCH)))
          .codec(CODEC)
          .build();

  record ChargeCard(int cents) {}

  record RefundCard() {}

  record CardCharged(String receipt) {}

  @Test
  void shouldAnswerWithTheHandlersReply() {
    chargeReply = Reply.succeeded(new CardCharged("R1"));

    assertThat(receive(charge(1, 1)))
        .isEqualTo(answer(ACTION, 1, new Succeeded(CODEC.encode(new CardCharged("R1")))));
    assertThat(effects).containsExactly("charge 100");
  }

  @Test
  void shouldApplyACommandOnceAndAnswerEveryDelivery() {
    receive(charge(1, 1));

    assertThat(receive(charge(1, 1))).isEqualTo(answer(ACTION, 1, DONE));
    assertThat(receive(charge(2, 1))).isEqualTo(answer(ACTION, 2, DONE));

    assertThat(effects).containsExactly("charge 100");
    assertThat(payments.counts()).isEqualTo(new ParticipantCounts(1, 0, 0, 2, 0, 0, 0, 0));
  }

  @Test
  void shouldRunAgainWhatItAskedToBeTriedAgain() {
    chargeReply = Reply.tryAgain("BANK_AWAY", "The bank is away.", Duration.ofSeconds(5));
    TryAgain again =
        new TryAgain(new Reason("BANK_AWAY", "The bank is away."), Duration.ofSeconds(5));

    assertThat(receive(charge(1, 1))).isEqualTo(answer(ACTION, 1, again));
    chargeReply = Reply.succeeded();
    assertThat(receive(charge(2, 1))).isEqualTo(answer(ACTION, 2, DONE));

    assertThat(effects).containsExactly("charge 100", "charge 100");
  }

  @Test
  void shouldStandByARejectionUntilALaterAttempt() {
    chargeReply = Reply.rejected("CARD_REFUSED", "No money.");
    Rejected no = new Rejected(new Reason("CARD_REFUSED", "No money."));
    assertThat(receive(charge(2, 1))).isEqualTo(answer(ACTION, 2, no));
    chargeReply = Reply.succeeded();

    assertThat(receive(charge(2, 1))).isEqualTo(answer(ACTION, 2, no));
    assertThat(receive(charge(1, 1))).isEqualTo(answer(ACTION, 1, no));
    assertThat(receive(charge(3, 1))).isEqualTo(answer(ACTION, 3, DONE));
    assertThat(receive(charge(2, 1))).isEqualTo(answer(ACTION, 2, DONE));

    assertThat(effects).containsExactly("charge 100", "charge 100");
  }

  @Test
  void shouldUndoWhatWasDoneOnce() {
    receive(charge(1, 1));

    assertThat(receive(refund(1, 1))).isEqualTo(answer(COMPENSATION, 1, DONE));
    assertThat(receive(refund(2, 1))).isEqualTo(answer(COMPENSATION, 2, DONE));

    assertThat(effects).containsExactly("charge 100", "refund");
  }

  @Test
  void shouldRefuseAnActionThatItsCompensationHasOvertaken() {
    assertThat(receive(refund(1, 1))).isEqualTo(answer(COMPENSATION, 1, DONE));

    Reason late = new Reason("LATE_ACTION", "The compensation of step 'charge-card' came first.");
    assertThat(receive(charge(1, 1))).isEqualTo(answer(ACTION, 1, new Rejected(late)));
    assertThat(receive(charge(2, 1))).isEqualTo(answer(ACTION, 2, new Rejected(late)));

    assertThat(effects).isEmpty();
    assertThat(payments.counts()).isEqualTo(new ParticipantCounts(0, 0, 0, 0, 1, 2, 0, 0));
  }

  @Test
  void shouldHaveNothingToUndoAfterARejection() {
    chargeReply = Reply.rejected("CARD_REFUSED", "No money.");
    receive(charge(1, 1));

    assertThat(receive(refund(1, 1))).isEqualTo(answer(COMPENSATION, 1, DONE));

    assertThat(effects).containsExactly("charge 100");
  }

  @Test
  void shouldNotAnswerAnOwnerThatHasBeenReplaced() {
    chargeReply = Reply.tryAgain("BANK_AWAY", "The bank is away.");
    receive(charge(1, 7));
    effects.clear();

    assertThat(receive(charge(1, 6))).isEqualTo(new Ignored(id(ACTION), 6, 7));
    assertThat(receive(refund(1, 6))).isEqualTo(new Ignored(id(COMPENSATION), 6, 7));

    assertThat(effects).isEmpty();
    assertThat(payments.counts().ignored()).isEqualTo(2);
  }

  @Test
  void shouldTurnAFailureOfAHandlerIntoATryAgain() {
    Participant failing =
        Participant.named("payments")
            .on(
                ChargeCard.class,
                (command, context) -> {
                  throw new IOException("The bank hung up.");
                })
            .build();

    assertThat(failing.receive(charge(1, 1).toRecord()))
        .isEqualTo(
            answer(
                ACTION,
                1,
                new TryAgain(
                    new Reason("IOException", "java.io.IOException: The bank hung up."), null)));
    assertThat(failing.counts().triedAgain()).isEqualTo(1);
  }

  @Test
  void shouldApplyNothingWhoseReplyCannotBeSent() {
    chargeReply = Reply.succeeded(new CardCharged("x".repeat(200)));

    assertThat(receive(charge(1, 1)))
        .extracting("reply.outcome.reason.code")
        .isEqualTo("PayloadTooLarge");
    receive(refund(1, 1));

    assertThat(effects).containsExactly("charge 100");
  }

  @Test
  void shouldTellTheHandlerWhichCommandItHandles() {
    List<@Nullable CommandContext> contexts = new ArrayList<>();
    Participant curious =
        Participant.named("payments")
            .on(
                ChargeCard.class,
                (command, context) -> {
                  contexts.add(context);
                  return Reply.succeeded();
                })
            .build();

    curious.receive(charge(3, 9).toRecord());

    assertThat(contexts)
        .extracting("sagaId", "step", "direction", "attempt", "epoch")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("order-1", "charge-card", ACTION, 3, 9L));
  }

  @Test
  void shouldSayWhyItCannotReadARecord() {
    assertThat(payments.receive(new WireRecord("order-1", Map.of(), null)))
        .isEqualTo(new Unreadable("The header 'palinode-type' is missing; the record has []."));
    assertThat(receive(command(COMPENSATION, 1, 1, new ChargeCard(100))))
        .isEqualTo(
            new Unreadable(
                "There is no handler for the compensation 'charge-card'; there are handlers for"
                    + " [refund-card]."));
    assertThat(
            receive(
                new CommandMessage(id(ACTION), 1, 1, new Payload("charge-card", new byte[] {'['}))))
        .extracting("reason")
        .asString()
        .startsWith("The payload 'charge-card' cannot be read as");
    assertThat(payments.counts().unreadable()).isEqualTo(3);
  }

  @Test
  void shouldRefuseTwoHandlersForOneCommand() {
    ParticipantBuilder builder =
        Participant.named("payments").on(ChargeCard.class, (c, x) -> Reply.succeeded());

    assertThatThrownBy(() -> builder.on(ChargeCard.class, (c, x) -> Reply.succeeded()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two handlers for the action 'charge-card'");
  }

  @Test
  void shouldRefuseABadNameAndAParticipantThatDoesNothing() {
    assertThatThrownBy(() -> Participant.named("Payments"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The participant's name is 'Payments'");
    assertThatThrownBy(() -> Participant.named("payments").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no handler");
  }

  private Receipt receive(CommandMessage command) {
    return payments.receive(command.toRecord());
  }

  private static CommandMessage charge(int attempt, long epoch) {
    return command(ACTION, attempt, epoch, new ChargeCard(100));
  }

  private static CommandMessage refund(int attempt, long epoch) {
    return command(COMPENSATION, attempt, epoch, new RefundCard());
  }

  private static CommandMessage command(
      Direction direction, int attempt, long epoch, Object payload) {
    return new CommandMessage(id(direction), attempt, epoch, CODEC.encode(payload));
  }

  private static CommandId id(Direction direction) {
    return new CommandId("order-1", "charge-card", direction);
  }

  private static Receipt answer(Direction direction, int attempt, CommandOutcome outcome) {
    return new Answered(new ReplyMessage(id(direction), attempt, outcome));
  }
}
