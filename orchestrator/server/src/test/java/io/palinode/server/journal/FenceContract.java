package io.palinode.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.BrokenInvariant;
import io.palinode.server.journal.AppendOutcome.Deposed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A journal is written by its newest owner alone, one batch after the other. */
interface FenceContract extends JournalUnderTest {
  @Test
  default void shouldGiveASuccessorAHigherEpochAndThePlaceToGoOnFrom() {
    OwnedShard first = takeOver(join());
    first.reach(new InputPosition(17, 4), 1);
    first.commit(create("a", "a1"));
    first.commit();

    Head head = join().journal().takeOver("second");

    assertThat(first.epoch).isEqualTo(1);
    assertThat(head).isEqualTo(new Head(2, 2, "second", new InputPosition(17, 4), 1));
    assertThat(storedHead()).isEqualTo(head);
  }

  @Test
  default void shouldKeepAnOlderOwnerFromWriting() {
    OwnedShard older = takeOver(join());
    older.commit(create("a", "a1"));
    OwnedShard newer = takeOver(join());

    assertThat(older.write(create("b", "b1"))).isInstanceOf(Deposed.class);
    assertThat(older.write(create("c", "c1"))).isInstanceOf(Deposed.class);

    assertThat(newer.sagas()).containsExactly("a=a1@0");
    assertThat(storedHead().epoch()).isEqualTo(2);
    assertThatThrownBy(() -> older.owner.journal().takeOver("older")).isInstanceOf(ShardLost.class);
    newer.commit(create("d", "d1"));
  }

  @Test
  default void shouldKeepOutBothBatchesThatWereInFlightWhenAnotherTookOver() {
    OwnedShard older = takeOver(join());
    older.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    older.send(outcomes, create("a", "a1"));
    older.send(outcomes, create("b", "b1"));
    OwnedShard newer = takeOver(join());
    older.owner.reconnect();

    assertThat(outcomes.await(2)).hasOnlyElementsOfType(Deposed.class);
    assertThat(newer.sagas()).isEmpty();
    assertThat(storedHead().epoch()).isEqualTo(2);
  }

  @Test
  default void shouldRefuseAThirdBatchInFlight() {
    OwnedShard shard = takeOver(join());
    shard.owner.loseRequests();
    Outcomes outcomes = new Outcomes();
    shard.send(outcomes, create("a", "a1"));
    shard.send(outcomes, create("b", "b1"));

    assertThatThrownBy(() -> shard.send(outcomes, create("c", "c1")))
        .isInstanceOf(BrokenInvariant.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 0", "2, 2"})
  default void shouldRefuseABatchThatIsNotTheOwnersNext(long batch, long epoch) {
    OwnedShard shard = takeOver(join());
    shard.commit(create("a", "a1"));
    Head head = new Head(epoch, batch, "test", InputPosition.BEGINNING, 0);
    Batch outOfTurn = new Batch(head, List.of(create("b", "b1")), List.of(), List.of());

    assertThatThrownBy(() -> shard.owner.journal().append(outOfTurn, outcome -> {}))
        .isInstanceOf(BrokenInvariant.class);
    assertThat(shard.sagas()).containsExactly("a=a1@0");
  }
}
