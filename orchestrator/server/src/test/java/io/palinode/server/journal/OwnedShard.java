package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.journal.AppendOutcome.Committed;
import io.palinode.server.journal.JournalUnderTest.Owner;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard as its owner writes it: numbers the batches, and waits for their outcomes.
 *
 * <p>Not thread-safe.
 */
public final class OwnedShard {
  final Owner owner;
  final long epoch;
  private long batch;
  private InputPosition position;
  private long publishedThrough;

  OwnedShard(Owner owner, Head head) {
    this.owner = owner;
    this.epoch = head.epoch();
    this.batch = head.batch();
    this.position = head.position();
    this.publishedThrough = head.publishedThrough();
  }

  /** What the next heads say. */
  void reach(InputPosition position, long publishedThrough) {
    this.position = position;
    this.publishedThrough = publishedThrough;
  }

  public void send(Outcomes outcomes, SagaWrite... writes) {
    send(outcomes, new Batch(next(), List.of(writes), List.of(), List.of()));
  }

  private void send(Outcomes outcomes, Batch next) {
    owner.journal().append(next, outcomes::add);
    batch = next.head().batch();
  }

  AppendOutcome write(SagaWrite... writes) {
    Outcomes outcomes = new Outcomes();
    send(outcomes, writes);
    return outcomes.await(1).get(0);
  }

  public void commit(SagaWrite... writes) {
    assertThat(write(writes)).isEqualTo(new Committed());
  }

  void commit(List<DoneSegment> done, List<Long> dropped) {
    Outcomes outcomes = new Outcomes();
    send(outcomes, new Batch(next(), List.of(), done, dropped));
    assertThat(outcomes.await(1)).containsExactly(new Committed());
  }

  AppendOutcome writeKeys(KeyWrite... writes) {
    Outcomes outcomes = new Outcomes();
    send(outcomes, new Batch(next(), List.of(), List.of(writes), List.of(), List.of()));
    return outcomes.await(1).get(0);
  }

  /** The business keys: address, content and version. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    owner
        .journal()
        .loadKeys(
            key ->
                keys.add(
                    "%s=%s@%d"
                        .formatted(
                            key.address(), new String(key.content(), UTF_8), key.version())));
    return keys;
  }

  public List<String> sagas() {
    List<String> sagas = new ArrayList<>();
    owner
        .journal()
        .load(
            saga ->
                sagas.add(
                    "%s=%s@%d"
                        .formatted(saga.sagaId(), new String(saga.log(), UTF_8), saga.version())));
    return sagas;
  }

  private Head next() {
    return new Head(epoch, batch + 1, "test", position, publishedThrough);
  }
}
