package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.PAYMENTS;
import static io.palinode.server.runtime.Orders.STOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.ShardCounters.Count;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a successor makes of thousands of sagas, of which some wait, some are unsent and some
 * answered.
 */
class ShardTakeoverAtScaleTest {
  private static final int WAITING = 4_000;
  private static final int UNACKNOWLEDGED = 400;
  private static final int UNSENT = 400;
  private static final int ANSWERED = 1_500;

  private final ShardRig rig = new ShardRig();
  private final EchoingParticipants participants = new EchoingParticipants(rig.broker);

  @Test
  void shouldLoseNothingAndSendAgainOnlyWhatMayBeMissing() {
    List<String> all = leaveToSuccessor();
    List<String> firstCommands = commandsSince(0);
    participants.answerFirst(STOCK, ANSWERED);
    rig.clock.advance(Duration.ofHours(1));

    Owner successor = rig.owner().lead();
    List<String> again = commandsSince(firstCommands.size());

    assertThat(successor.shard.liveSagas()).isEqualTo(all.size());
    assertThat(successor.count(Count.RESENT_AT_TAKEOVER)).isEqualTo(UNACKNOWLEDGED + UNSENT);
    assertThat(again)
        .containsExactlyInAnyOrderElementsOf(
            all.subList(WAITING, all.size()).stream()
                .map(id -> id + "/reserve-stock/action attempt 1 epoch 2")
                .toList());

    successor.settle();
    assertThat(rig.commands(PAYMENTS)).hasSize(ANSWERED);
    assertThat(successor.count(Count.RETRIES)).isEqualTo(WAITING - ANSWERED);
    assertThat(successor.count(Count.STALE_REPLIES)).isZero();
    assertThat(rig.journaled())
        .hasSize(all.size())
        .containsKeys(all.toArray(String[]::new))
        .allSatisfy((id, status) -> assertThat(status).isEqualTo(SagaStatus.RUNNING));
  }

  @Test
  void shouldCompleteEverySagaOnceThatItTookOver() {
    List<String> all = leaveToSuccessor();
    Owner successor = rig.owner().lead();
    do {
      successor.settle();
    } while (participants.answer() > 0);

    assertThat(rig.reports())
        .containsExactlyInAnyOrderElementsOf(all.stream().map(id -> id + " completed").toList());
    assertThat(
            Collections.frequency(
                commandsSince(0), all.get(0) + "/reserve-stock/action attempt 1 epoch 1"))
        .isEqualTo(1);
    assertThat(successor.count(Count.STALE_REPLIES)).isEqualTo(UNACKNOWLEDGED);
    assertThat(rig.journaled()).isEmpty();
  }

  /** Sagas whose first command is noted as sent, is sent and not noted, and is not sent. */
  private List<String> leaveToSuccessor() {
    Owner owner = rig.owner().lead();
    List<String> waiting = start("waiting", WAITING);
    owner.settle();
    rig.clock.advance(Duration.ofSeconds(1));
    owner.settle();
    List<String> unacknowledged = start("unacknowledged", UNACKNOWLEDGED);
    owner.deliver();
    for (int batch = 0; batch < UNACKNOWLEDGED / 200; batch++) {
      owner.commit();
    }
    List<String> unsent = start("unsent", UNSENT);
    owner.deliver();
    assertThat(rig.commands(STOCK)).hasSize(WAITING + UNACKNOWLEDGED);
    assertThat(rig.journaled()).hasSize(WAITING + UNACKNOWLEDGED + UNSENT);
    owner.crash();
    return Stream.of(waiting, unacknowledged, unsent).flatMap(List::stream).toList();
  }

  private List<String> start(String prefix, int sagas) {
    List<String> ids =
        IntStream.range(0, sagas).mapToObj(i -> "%s-%05d".formatted(prefix, i)).toList();
    rig.start(ids.toArray(String[]::new));
    return ids;
  }

  private List<String> commandsSince(int from) {
    List<String> commands = rig.commands(STOCK);
    return commands.subList(from, commands.size());
  }
}
