package io.palinode.core.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.key.KeyDecision.Answer;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.LockWish;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One key of a lock: who has it, who is next, and what late and repeated requests do to it. */
class LockTest {
  private static final KeyAddress ANNA = new KeyAddress(KeyUse.LOCK, "customer", "anna");
  private static final LockWish QUEUE = new LockWish(2);
  private static final LockWish REJECT = new LockWish(0);
  private static final Succeeded GRANTED = new Succeeded(Payload.NONE);

  private Lock lock = Lock.FREE;
  private long batch = 10;

  private static Claim saga(String id) {
    return claim(id, 1, 5);
  }

  private static Claim claim(String id, int attempt, long epoch) {
    return new Claim(new CommandId(id, "lock:customer", Direction.ACTION), attempt, epoch);
  }

  private List<Answer> claims(Claim claim, LockWish wish) {
    KeyDecision decision = lock.claim(ANNA, claim, wish, ++batch);
    lock = (Lock) decision.state();
    return decision.answers();
  }

  /** Asks, and is not answered. */
  private List<Claim> waits(Claim claim) {
    KeyDecision decision = lock.claim(ANNA, claim, QUEUE, ++batch);
    lock = (Lock) decision.state();
    assertThat(decision.answers()).isEmpty();
    return decision.queued();
  }

  private static Waiting since(long batch, Claim claim) {
    return new Waiting(claim, batch);
  }

  private List<Answer> releases(Claim claim) {
    KeyDecision decision = lock.release(claim, ++batch);
    lock = (Lock) decision.state();
    return decision.answers();
  }

  @Test
  void shouldGiveAFreeKeyToWhoeverAsksFirstAndThenToTheNextInTurn() {
    assertThat(claims(saga("a"), QUEUE)).containsExactly(new Answer(saga("a"), GRANTED));
    assertThat(waits(saga("b"))).containsExactly(saga("b"));
    assertThat(waits(saga("c"))).containsExactly(saga("c"));
    assertThat(lock)
        .isEqualTo(new Lock(saga("a"), 11, List.of(since(12, saga("b")), since(13, saga("c")))));

    assertThat(releases(saga("a"))).containsExactly(new Answer(saga("b"), GRANTED));
    assertThat(lock).isEqualTo(new Lock(saga("b"), 14, List.of(since(13, saga("c")))));
    assertThat(releases(saga("b"))).containsExactly(new Answer(saga("c"), GRANTED));
    assertThat(releases(saga("c"))).isEmpty();
    assertThat(lock).isEqualTo(Lock.FREE);
  }

  @Test
  void shouldRefuseWhoDoesNotWaitAndWhomTheQueueHasNoRoomFor() {
    claims(saga("a"), QUEUE);
    assertThat(claims(saga("b"), REJECT))
        .containsExactly(
            refused("b", "KEY_HELD", "The lock 'customer' of 'anna' is held by saga a."));
    claims(saga("c"), QUEUE);
    claims(saga("d"), QUEUE);
    Lock before = lock;

    assertThat(claims(saga("e"), QUEUE))
        .containsExactly(
            refused(
                "e",
                "KEY_QUEUE_FULL",
                "The lock 'customer' of 'anna' is held by saga a, and 2 sagas wait for it already."));
    assertThat(lock).isEqualTo(before);
  }

  private static Answer refused(String id, String code, String text) {
    return new Answer(saga(id), new Rejected(new Reason(code, text)));
  }

  @Test
  void shouldAnswerTheHolderAgainUnderItsNewestAttempt() {
    claims(saga("a"), QUEUE);

    assertThat(claims(claim("a", 2, 5), QUEUE))
        .containsExactly(new Answer(claim("a", 2, 5), GRANTED));
    assertThat(claims(saga("a"), QUEUE)).containsExactly(new Answer(claim("a", 2, 5), GRANTED));
    assertThat(claims(claim("a", 1, 6), REJECT))
        .containsExactly(new Answer(claim("a", 1, 6), GRANTED));
    assertThat(lock).isEqualTo(new Lock(claim("a", 1, 6), 14, List.of()));
  }

  @Test
  void shouldKeepThePlaceInTheQueueOfWhoeverAsksAgain() {
    claims(saga("a"), QUEUE);
    claims(saga("b"), QUEUE);
    claims(saga("c"), QUEUE);

    assertThat(waits(claim("b", 2, 5))).isEmpty();
    assertThat(waits(saga("b"))).isEmpty();
    assertThat(claims(saga("b"), REJECT)).isEmpty();
    assertThat(lock.queue()).containsExactly(since(12, claim("b", 2, 5)), since(13, saga("c")));
  }

  @Test
  void shouldTakeNoNoticeOfADeposedOrchestrator() {
    claims(saga("a"), QUEUE);
    claims(saga("b"), QUEUE);
    Lock before = lock;

    assertThat(claims(claim("a", 3, 4), QUEUE)).isEmpty();
    assertThat(claims(claim("b", 3, 4), QUEUE)).isEmpty();
    assertThat(releases(claim("a", 1, 4))).isEmpty();
    assertThat(releases(claim("b", 1, 4))).isEmpty();
    assertThat(lock).isEqualTo(before);
  }

  @Test
  void shouldTakeOutOfTheQueueWhoDoesNotWantTheKeyAnyMore() {
    claims(saga("a"), QUEUE);
    claims(saga("b"), QUEUE);
    claims(saga("c"), QUEUE);

    assertThat(releases(saga("b"))).isEmpty();
    assertThat(releases(saga("b"))).isEmpty();
    assertThat(releases(saga("nobody"))).isEmpty();
    assertThat(lock).isEqualTo(new Lock(saga("a"), 11, List.of(since(13, saga("c")))));
  }

  @Test
  void shouldLetEveryStepOfTheHolderHaveTheKey() {
    Claim child = new Claim(new CommandId("b", "pay.lock:customer", Direction.ACTION), 1, 5);
    claims(saga("a"), QUEUE);
    claims(saga("b"), QUEUE);
    claims(child, QUEUE);

    assertThat(releases(saga("a")))
        .containsExactly(new Answer(saga("b"), GRANTED), new Answer(child, GRANTED));
    assertThat(lock.queue()).isEmpty();
    assertThat(claims(child, QUEUE)).containsExactly(new Answer(child, GRANTED));
  }

  @Test
  void shouldGiveTheSameAnswerAgainAfterATakeover() {
    assertThat(Lock.FREE.grantedAgain()).isEmpty();
    claims(saga("a"), QUEUE);
    assertThat(lock.grantedAgain()).containsExactly(new Answer(saga("a"), GRANTED));
  }

  @Test
  void shouldTellAfterATakeoverWhoMayNotKnowThatItWaits() {
    claims(saga("a"), QUEUE);
    waits(saga("b"));
    waits(saga("c"));
    waits(claim("b", 2, 6));

    assertThat(lock.queuedAfter(12)).containsExactly(saga("c"));
    assertThat(lock.queuedAfter(11)).containsExactly(claim("b", 2, 6), saga("c"));
    releases(saga("a"));
    assertThat(lock.queuedAfter(11)).containsExactly(saga("c"));
  }
}
