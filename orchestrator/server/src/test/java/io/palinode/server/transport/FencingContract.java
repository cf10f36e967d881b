package io.palinode.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.WireRecord;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What publishers do that keep a shard's older owners out. */
public abstract class FencingContract {
  private final RecordingStanding standing = new RecordingStanding();
  private final RecordingStanding newStanding = new RecordingStanding();
  private final RecordingAcks acks = new RecordingAcks();
  private final RecordingAcks newAcks = new RecordingAcks();

  /** The publishers under test, fresh for each test. */
  protected abstract PublishersRig rig();

  @Test
  void shouldSendInOrderWhatWasGivenBeforeAndAfterTheConfirmation() {
    ShardPublisher owner = rig().node().open(0, standing);
    send(owner, acks, values(0, 600));
    rig().until(standing::othersAreKeptOut);
    assertThat(owner.awaitsConfirmation()).isTrue();

    owner.confirm();
    send(owner, acks, values(600, 1_200));

    rig().until(() -> acks.count() == 1_200);
    assertThat(owner.awaitsConfirmation()).isFalse();
    assertThat(rig().readable()).isEqualTo(values(0, 1_200));
    assertThat(acks.failures()).isEmpty();
    assertThat(standing.heard()).containsExactly("others kept out");
  }

  @Test
  void shouldSendNothingBeforeTheConfirmation() {
    ShardPublisher unsure = rig().node().open(0, standing);
    send(unsure, acks, List.of("unsure"));
    ShardPublisher neighbour = opened(1, newStanding);
    send(neighbour, newAcks, List.of("sure"));
    rig().until(() -> standing.othersAreKeptOut() && newAcks.count() == 1);

    assertThat(rig().readable()).containsExactly("sure");
    assertThat(acks.count()).isZero();
  }

  @Test
  void shouldKeepOutWhoHadTheShardBefore() {
    ShardPublisher before = opened(0, standing);
    send(before, acks, List.of("before"));
    rig().until(() -> acks.count() == 1);

    ShardPublisher after = opened(0, newStanding);
    send(before, acks, List.of("late"));
    rig().until(standing::isKeptOut);
    send(before, acks, List.of("later still"));
    send(after, newAcks, List.of("after"));

    rig().until(() -> newAcks.count() == 1);
    assertThat(rig().readable()).containsExactly("before", "after");
    assertThat(acks.count()).isEqualTo(1);
    assertThat(acks.failures()).as("nobody asks a deposed owner to send again").isEmpty();
    assertThat(newStanding.heard()).containsExactly("others kept out");
  }

  @Test
  void shouldTellASuccessorThatALateOwnerKeepsItOut() {
    ShardPublisher successor = opened(0, standing);
    ShardPublisher late = rig().node().open(0, newStanding);
    send(late, newAcks, List.of("late"));
    rig().until(newStanding::othersAreKeptOut);

    send(successor, acks, List.of("kept out"));
    rig().until(standing::isKeptOut);
    late.close();
    ShardPublisher again = opened(0, new RecordingStanding());
    send(again, newAcks, List.of("again"));

    rig().until(() -> newAcks.count() == 1);
    assertThat(rig().readable()).containsExactly("again");
  }

  @Test
  void shouldKeepOutNobodyOfAnotherShard() {
    ShardPublisher one = opened(0, standing);
    ShardPublisher other = opened(1, newStanding);
    send(one, acks, List.of("one"));
    rig().until(() -> acks.count() == 1);
    send(other, newAcks, List.of("other"));

    rig().until(() -> newAcks.count() == 1);
    assertThat(rig().readable()).containsExactlyInAnyOrder("one", "other");
  }

  @Test
  void shouldLetANodeOpenAShardAgain() {
    Publishers node = rig().node();
    ShardPublisher first = node.open(0, standing);
    first.close();
    ShardPublisher second = node.open(0, newStanding);
    rig().until(newStanding::othersAreKeptOut);
    second.confirm();
    send(first, acks, List.of("first"));
    send(second, newAcks, List.of("second"));

    rig().until(() -> newAcks.count() == 1);
    assertThat(rig().readable()).containsExactly("second");
    assertThat(acks.count()).isZero();
    assertThat(standing.isKeptOut()).as("who closes knows that it is over").isFalse();
  }

  private ShardPublisher opened(int shard, RecordingStanding heard) {
    ShardPublisher publisher = rig().node().open(shard, heard);
    rig().until(heard::othersAreKeptOut);
    publisher.confirm();
    return publisher;
  }

  private void send(ShardPublisher publisher, RecordingAcks heard, List<String> values) {
    values.forEach(
        value ->
            publisher.send(
                rig().topic(), new WireRecord("saga", Map.of(), value.getBytes(UTF_8)), heard));
  }

  private static List<String> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "r" + i).toList();
  }
}
