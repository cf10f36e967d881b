package io.palinode.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.AppendOutcome.Deposed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A journal applies each batch once and tells what became of it, though requests and answers get
 * lost.
 */
interface UnknownOutcomeContract extends JournalUnderTest {
  @Test
  default void shouldApplyABatchOnceWhoseAnswerIsLost() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseAnswers();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    awaitBatch(1);
    assertThat(outcomes.now()).isEmpty();
    shard.owner.reconnect();

    assertThat(outcomes.await(1)).containsExactly(new Committed());
    shard.commit(append("a", "a1a2", 0));
    assertThat(shard.sagas()).containsExactly("a=a1a2@1");
  }

  @Test
  default void shouldSettleTwoBatchesInOrderOfWhichOnlyTheFirstWasApplied() {
    OwnedShard shard = takeOver(join());
    Outcomes outcomes = new Outcomes();
    shard.owner.loseAnswers();
    shard.send(outcomes, create("a", "a1"));
    awaitBatch(1);
    shard.owner.loseRequests();
    shard.send(outcomes, append("a", "a1a2", 0));
    shard.owner.reconnect();

    assertThat(outcomes.await(2)).containsExactly(new Committed(), new Committed());
    assertThat(shard.sagas()).containsExactly("a=a1a2@1");
  }

  @Test
  default void shouldSendAgainWhatNeverArrived() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    shard.send(outcomes, append("a", "a1a2", 0));
    shard.owner.reconnect();

    assertThat(outcomes.await(2)).containsExactly(new Committed(), new Committed());
    assertThat(shard.sagas()).containsExactly("a=a1a2@1");
  }

  @Test
  default void shouldBeDeposedIfAnotherTookOverWhileTheOutcomeWasUnknown() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseAnswers();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    awaitBatch(1);
    OwnedShard successor = takeOver(join());
    shard.owner.reconnect();

    assertThat(outcomes.await(1)).hasOnlyElementsOfType(Deposed.class);
    assertThat(successor.sagas()).containsExactly("a=a1@0");
  }

  @Test
  default void shouldBeDeposedWithItsSession() {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1", SagaLock.ACQUIRE));
    shard.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, append("a", "a1a2", 0, SagaLock.CHECK));
    shard.owner.expire();
    shard.owner.reconnect();

    assertThat(outcomes.await(1)).hasOnlyElementsOfType(Deposed.class);
    assertThat(shard.write()).isInstanceOf(Deposed.class);
    assertThat(takeOver(join()).sagas()).containsExactly("a=a1@0");
  }

  private void awaitBatch(long number) {
    Awaitility.await().atMost(PATIENCE).until(() -> storedHead().batch() == number);
  }
}
