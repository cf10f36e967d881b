package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Payload;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.Topics;
import io.palinode.message.WireRecord;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.InputPosition;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody is told that a start is refused of a saga that then runs, and everybody else is told. */
class ShardRefusalTest {
  private static final SagaDefinition<?> OTHER =
      Saga.named("other", String.class)
          .step("wave")
          .at("crowd")
          .command(text -> text)
          .withoutCompensation()
          .build();

  private final ShardRig rig = new ShardRig();
  private final Owner other = rig.owner(OTHER);

  @Test
  void shouldTellWhenTheOffsetBehindTheStartIsDurable() {
    rig.start("a");
    other.lead().deliver();
    assertThat(rig.broker.records(Topics.deadLetters(ShardRig.TOPICS.starts())))
        .extracting(WireRecord::key)
        .containsExactly("a");
    assertThat(rig.head().position()).isEqualTo(InputPosition.BEGINNING);

    other.acknowledge().deliver().work();
    assertThat(rig.reports()).as("while the batch is on its way").isEmpty();

    other.commit();
    assertThat(rig.head().position().starts()).isEqualTo(1);
    assertThat(rig.reports()).containsExactly("a refused");
    other.settle();
    assertThat(rig.reports()).containsExactly("a refused");
  }

  /** It is told as soon as all before is durable, so nothing may be left for a later head. */
  @Test
  void shouldJournalAtOnceThatTheOffsetHasMoved() {
    Payload hello = Orders.CODEC.encode("hello");
    rig.broker.write(Source.STARTS, 0, new SagaRequest.Start("b", "other", hello).toRecord());
    other.lead().settle();
    assertThat(rig.head().position().starts()).isEqualTo(1);

    rig.start("a");
    other.deliver().acknowledge();

    assertThat(rig.head().position().starts()).isEqualTo(2);
    assertThat(rig.reports()).isEmpty();
  }

  @Test
  void shouldNotRefuseASagaThatItsSuccessorServes() {
    other.lead().settle();
    Owner successor = rig.owner().lead();
    rig.start("a");

    other.deliver().acknowledge().deliver().acknowledge();
    successor.settle();
    other.settle();

    assertThat(rig.journaled()).isEqualTo(Map.of("a", SagaStatus.RUNNING));
    assertThat(rig.reports()).isEmpty();
  }

  /** It reads the start and the request of its predecessor at once. */
  @Test
  void shouldTellOnceIfASuccessorRefusesItToo() {
    rig.start("a");
    other.lead().deliver().crash();
    assertThat(rig.head().position()).isEqualTo(InputPosition.BEGINNING);

    Owner successor = rig.owner(OTHER).lead().deliver();
    successor.acknowledge();
    assertThat(rig.reports()).as("before the offset has moved").isEmpty();
    successor.settle();

    assertThat(rig.reports()).containsExactly("a refused");
  }

  @Test
  void shouldTellUnderTheSameIdWhereItsOwnerDies() {
    rig.start("a");
    other.lead().settle();
    rig.clock.advance(Duration.ofMillis(7));
    other.crash();

    rig.owner(OTHER).lead().settle();

    assertThat(rig.reports()).containsExactly("a refused", "a refused");
    assertThat(ids()).hasSize(1);
  }

  @Test
  void shouldNotTellOfASagaThatIsStartedAllTheSame() {
    rig.broker.write(
        Source.STARTS, 0, new SagaRequest.Start("a", "no-such-saga", Payload.NONE).toRecord());
    rig.start("a");
    rig.owner().lead().settle();

    assertThat(rig.journaled()).isEqualTo(Map.of("a", SagaStatus.RUNNING));
    assertThat(rig.reports()).isEmpty();
  }

  @Test
  void shouldTellOfEachRefusalUnderAnIdOfItsOwn() {
    rig.start("a");
    other.lead().settle();
    rig.start("a");
    other.settle();

    assertThat(rig.reports()).containsExactly("a refused", "a refused");
    assertThat(ids()).hasSize(2);
  }

  private List<String> ids() {
    return rig.broker.records(ShardRig.TOPICS.events()).stream()
        .map(record -> record.headers().get("ce_id"))
        .distinct()
        .toList();
  }
}
