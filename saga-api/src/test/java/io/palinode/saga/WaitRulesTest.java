package io.palinode.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rules that waits, decisions and deadlines must keep. */
class WaitRulesTest {
  private static final Duration A_DAY = Duration.ofDays(1);

  @Test
  void shouldTakeWaitsAndDecisionsWhereverPartsStand() {
    SagaDefinition<String> definition =
        Saga.named("loan", String.class)
            .deadline(Duration.ofDays(30))
            .delay("cool-down", A_DAY)
            .until("opening", text -> Instant.EPOCH)
            .delay("computed", text -> A_DAY)
            .decision("approve", decision -> decision.options("yes", "no").within(A_DAY))
            .step("pay")
            .at("bank")
            .command(text -> text)
            .pivot()
            .delay("after", A_DAY)
            .decision("how", decision -> decision.options("a", "b").within(A_DAY, "b"))
            .decision("ever", decision -> decision.options("a", "b"))
            .build();

    assertThat(definition.root().outline())
        .isEqualTo(
            "sequence(wait(cool-down,PT24H);wait(opening,data);wait(computed,data);"
                + "decision(approve,yes/no,PT24H,none);"
                + definition.step("pay").outline()
                + ";wait(after,PT24H);decision(how,a/b,PT24H,b);decision(ever,a/b,no limit,none))");
    assertThat(definition.deadline()).isEqualTo(Duration.ofDays(30));
    assertThat(definition.decisions()).containsExactly("approve", "how", "ever");
    assertThat(definition.outline().facts()).containsEntry("deadline", "720h");
  }

  @Test
  void shouldHaveAnotherFingerprintWithADeadline() {
    assertThat(fingerprint(saga -> saga.deadline(A_DAY)))
        .isNotEqualTo(fingerprint(saga -> {}))
        .isNotEqualTo(fingerprint(saga -> saga.deadline(A_DAY.plusDays(1))));
  }

  @Test
  void shouldRefuseDurationsThatAreNone() {
    assertRefused(saga -> saga.delay("rest", Duration.ZERO), "Wait 'rest' lasts PT0S: give a");
    assertRefused(
        saga -> saga.delay("rest", Duration.ofDays(3651)), "a duration from 1 ms to 3650 days.");
    assertRefused(saga -> saga.deadline(Duration.ZERO), "Its deadline is PT0S; give a duration");
    assertRefused(
        saga -> saga.decision("ok", d -> d.options("a", "b").within(Duration.ZERO)),
        "Decision 'ok' waits PT0S: give a duration");
  }

  @Test
  void shouldRefuseDecisionsThatDecideNothing() {
    assertRefused(saga -> saga.decision("ok", d -> {}), "Decision 'ok' has no option: add");
    assertRefused(saga -> saga.decision("ok", d -> d.options("a")), "has one option only: add");
    assertRefused(
        saga -> saga.decision("ok", d -> d.options("a", "b", "a")),
        "Decision 'ok' has two options 'a': name each option once.");
    assertRefused(
        saga -> saga.decision("ok", d -> d.options("a", "B")), "Decision 'ok': an option is 'B'");
    assertRefused(
        saga -> saga.decision("ok", d -> d.options("a", "b").within(A_DAY, "c")),
        "chooses 'c' when nobody decides, which is none of its options: name one of [a, b].");
  }

  @Test
  void shouldRefuseADecisionThatMayFailAfterThePivot() {
    assertRefused(
        saga ->
            saga.step("pay")
                .at("bank")
                .command(text -> text)
                .pivot()
                .decision("ok", d -> d.options("a", "b").within(A_DAY)),
        "Decision 'ok' may fail when nobody decides, but follows the pivot step 'pay', after which"
            + " nothing is undone: name the option that is chosen then: .within(duration, option).");
  }

  @Test
  void shouldRefuseADecisionThatMayFailBesideARetriableStep() {
    assertRefused(
        saga ->
            saga.parallel("both")
                .branch(b -> b.step("send").at("post").command(text -> text).retriable())
                .branch(b -> b.decision("ok", d -> d.options("a", "b").within(A_DAY)))
                .join(),
        "Step 'send' is retriable and never undone, but 'ok' in the same parallel 'both' may fail");
  }

  @Test
  void shouldRefuseANameThatIsTaken() {
    assertRefused(
        saga -> saga.delay("rest", A_DAY).decision("rest", d -> d.options("a", "b")),
        "Decision 'rest' has the name of a wait: give each part a name of its own.");
  }

  @Test
  void shouldRefuseACompensationThatIsGivenUpForItsReason() {
    assertRefused(
        saga ->
            saga.step("pay")
                .at("bank")
                .command(text -> text)
                .compensation(text -> text)
                .compensationRetry(RetryPolicy.PATIENT.notOn("CLOSED")),
        "Step 'pay' has a compensationRetry() with notOn(), which would give up undoing it: leave"
            + " notOn() out; a compensation is tried again whatever the reason, and then parks.");
  }

  private static String fingerprint(Consumer<SagaBuilder<String>> said) {
    SagaBuilder<String> saga = Saga.named("loan", String.class);
    said.accept(saga);
    return saga.delay("rest", A_DAY).build().ref().fingerprint();
  }

  private static void assertRefused(Consumer<SagaBuilder<String>> said, String expected) {
    SagaBuilder<String> saga = Saga.named("loan", String.class);
    saga.step("check").at("bureau").command(text -> text).withoutCompensation();
    said.accept(saga);

    assertThatThrownBy(saga::build)
        .isInstanceOf(InvalidSagaDefinition.class)
        .hasMessageContaining(expected);
  }
}
