package io.palinode.server.transport;

import static io.palinode.server.journal.InputPosition.BEGINNING;
import static io.palinode.server.transport.InputRecord.Source.REPLIES;
import static io.palinode.server.transport.InputRecord.Source.STARTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.WireRecord;
import io.palinode.server.journal.InputPosition;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every transport does, whatever carries it. The namespace has two shards. */
public abstract class TransportContract {
  private final RecordingListener listener = new RecordingListener();
  private final RecordingListener other = new RecordingListener();
  private final RecordingAcks acks = new RecordingAcks();

  /** The transport under test, fresh for each test. */
  protected abstract TransportRig rig();

  @Test
  void shouldKeepTheOrderOfAKeyWhenManyAreSent() {
    String topic = rig().topics().replies();
    IntStream.range(0, 1_000)
        .forEach(i -> rig().publisher().send(topic, record("saga", "r" + i), acks));

    rig().feed().open(ShardOf.shardOf("saga", 2), BEGINNING, listener);

    rig().until(() -> listener.records().size() == 1_000 && acks.count() == 1_000);
    assertThat(listener.values(REPLIES)).containsExactlyElementsOf(numbered("r", 0, 1_000));
    assertThat(acks.failures()).isEmpty();
  }

  @Test
  void shouldPutEachSagaIntoItsShardWhenSent() {
    List<String> sagas = numbered("saga", 0, 40);
    sagas.forEach(
        saga -> rig().publisher().send(rig().topics().starts(), record(saga, saga), acks));

    rig().feed().open(0, BEGINNING, listener);
    rig().feed().open(1, BEGINNING, other);

    rig().until(() -> listener.records().size() + other.records().size() == 40);
    assertThat(listener.values(STARTS))
        .isNotEmpty()
        .isEqualTo(sagas.stream().filter(saga -> ShardOf.shardOf(saga, 2) == 0).toList());
    assertThat(other.values(STARTS))
        .isNotEmpty()
        .isEqualTo(sagas.stream().filter(saga -> ShardOf.shardOf(saga, 2) == 1).toList());
  }

  @Test
  void shouldDeliverTheRecordsAsTheyWereWrittenWhenNothingWasReadBefore() {
    rig().write(STARTS, 1, List.of(record("a", "start0"), record("b", "start1")));
    rig().write(REPLIES, 1, List.of(record("ü", "reply0")));

    rig().feed().open(1, BEGINNING, listener);

    rig().until(() -> listener.records().size() == 3);
    assertThat(listener.opened()).containsExactly(new InputPosition(2, 1));
    assertThat(listener.values(STARTS)).containsExactly("start0", "start1");
    var reply =
        listener.records().stream().filter(input -> input.source() == REPLIES).findAny().get();
    assertThat(reply.offset()).isZero();
    assertThat(reply.record().key()).isEqualTo("ü");
    assertThat(reply.record().headers()).isEqualTo(record("ü", "reply0").headers());
  }

  @Test
  void shouldDeliverExactlyFromThePositionWhenOneIsGiven() {
    rig().write(STARTS, 0, records("start", 0, 5));
    rig().write(REPLIES, 0, records("reply", 0, 5));

    rig().feed().open(0, new InputPosition(3, 5), listener);
    rig().until(() -> listener.records().size() == 2);
    rig().write(REPLIES, 0, records("reply", 5, 6));
    rig().until(() -> listener.records().size() == 3);

    assertThat(listener.values(STARTS)).containsExactly("start3", "start4");
    assertThat(listener.values(REPLIES)).containsExactly("reply5");
    assertThat(listener.records().stream().map(InputRecord::offset)).containsExactly(3L, 4L, 5L);
  }

  @Test
  void shouldFailWhenTheNextRecordsWereDeleted() {
    rig().write(REPLIES, 0, records("reply", 0, 10));
    rig().deleteBefore(REPLIES, 0, 5);

    rig().feed().open(0, new InputPosition(InputPosition.NONE, 2), listener);

    rig().until(() -> !listener.failures().isEmpty());
    assertThat(listener.failures())
        .singleElement()
        .asString()
        .contains(rig().topics().replies(), "partition 0", "offset 2", "offsets 5 to 10");
    assertThat(listener.records()).isEmpty();
  }

  @Test
  void shouldFailWhenThePositionLiesBehindTheEnd() {
    rig().write(STARTS, 1, records("start", 0, 4));

    rig().feed().open(1, new InputPosition(9, InputPosition.NONE), listener);

    rig().until(() -> !listener.failures().isEmpty());
    assertThat(listener.failures())
        .singleElement()
        .asString()
        .contains(rig().topics().starts(), "partition 1", "offset 9", "offsets 0 to 4");
    assertThat(listener.opened()).isEmpty();
  }

  @Test
  void shouldReadWhatIsLeftWhenNothingWasReadBeforeAndTheFirstRecordsWereDeleted() {
    rig().write(STARTS, 0, records("start", 0, 4));
    rig().deleteBefore(STARTS, 0, 3);

    rig().feed().open(0, BEGINNING, listener);

    rig().until(() -> listener.records().size() == 1);
    assertThat(listener.values(STARTS)).containsExactly("start3");
  }

  @Test
  void shouldDeliverNothingWhilePausedAndEverythingOnceResumed() {
    rig().feed().open(0, BEGINNING, listener);
    rig().feed().open(1, BEGINNING, other);
    rig().write(REPLIES, 0, records("reply", 0, 10));
    rig().until(() -> listener.records().size() == 10);

    rig().feed().pause(0, REPLIES);
    rig().write(REPLIES, 1, records("settled", 0, 1));
    rig().until(() -> other.records().size() == 1);
    rig().write(REPLIES, 0, records("reply", 10, 20));
    rig().write(REPLIES, 1, records("settled", 1, 2));
    rig().until(() -> other.records().size() == 2);
    assertThat(listener.records()).hasSize(10);

    rig().feed().resume(0, REPLIES);
    rig().until(() -> listener.records().size() == 20);
    assertThat(listener.values(REPLIES)).containsExactlyElementsOf(numbered("reply", 0, 20));
  }

  @Test
  void shouldGoOnReadingRepliesWhileStartsArePaused() {
    rig().feed().open(0, BEGINNING, listener);
    rig().feed().pause(0, STARTS);
    rig().write(STARTS, 0, records("start", 0, 3));
    rig().write(REPLIES, 0, records("reply", 0, 3));

    rig().until(() -> listener.records().size() == 3);
    rig().feed().pause(0, STARTS);
    rig().write(REPLIES, 0, records("reply", 3, 6));
    rig().until(() -> listener.records().size() == 6);
    assertThat(listener.values(REPLIES)).containsExactlyElementsOf(numbered("reply", 0, 6));

    rig().feed().resume(0, STARTS);
    rig().until(() -> listener.records().size() == 9);
    assertThat(listener.values(STARTS)).containsExactlyElementsOf(numbered("start", 0, 3));
  }

  @Test
  void shouldSayOnceThatTheBacklogIsReadWhenItIs() {
    rig().write(STARTS, 0, records("start", 0, 4));

    rig().feed().open(0, BEGINNING, listener);

    rig().until(() -> !listener.caughtUpAfter().isEmpty());
    rig().write(STARTS, 0, records("start", 4, 5));
    rig().until(() -> listener.records().size() == 5);
    assertThat(listener.caughtUpAfter()).containsExactly(4);
  }

  @Test
  void shouldSayThatTheBacklogIsReadWhenThereIsNone() {
    rig().feed().open(0, BEGINNING, listener);

    rig().until(() -> !listener.caughtUpAfter().isEmpty());
    assertThat(listener.caughtUpAfter()).containsExactly(0);
  }

  @Test
  void shouldSayThatItHasCaughtUpWithTheRepliesThatThereAreWhenItIsAsked() {
    rig().feed().open(0, BEGINNING, listener);
    rig().until(() -> listener.caughtUpAfter().size() == 1);
    rig().feed().pause(0, REPLIES);
    rig().feed().pause(0, STARTS);
    rig().write(STARTS, 0, records("start", 0, 2));
    rig().write(REPLIES, 0, records("reply", 0, 3));

    rig().feed().catchUp(0);
    rig().feed().open(1, BEGINNING, other);
    rig().until(() -> other.caughtUpAfter().size() == 1);
    rig().feed().catchUp(1);
    rig().until(() -> other.caughtUpAfter().size() == 2);
    assertThat(listener.caughtUpAfter()).containsExactly(0);

    rig().feed().resume(0, REPLIES);
    rig().until(() -> listener.caughtUpAfter().size() == 2);
    assertThat(listener.caughtUpAfter()).containsExactly(0, 3);
  }

  @Test
  void shouldCallOnlyTheLastListenerWhenAShardIsOpenedAgain() {
    rig().feed().open(0, BEGINNING, listener);
    rig().write(STARTS, 0, records("start", 0, 2));
    rig().until(() -> listener.records().size() == 2);

    rig().feed().close(0);
    rig().feed().open(0, new InputPosition(1, InputPosition.NONE), other);
    rig().until(() -> other.records().size() == 1);
    rig().write(STARTS, 0, records("start", 2, 3));
    rig().until(() -> other.records().size() == 2);

    assertThat(other.values(STARTS)).containsExactly("start1", "start2");
    assertThat(listener.values(STARTS)).containsExactly("start0", "start1");
  }

  protected static WireRecord record(String key, String value) {
    return new WireRecord(key, Map.of("of", value), value.getBytes(UTF_8));
  }

  /** Records whose keys and values are numbered alike. */
  protected static List<WireRecord> records(String prefix, int from, int to) {
    return numbered(prefix, from, to).stream().map(text -> record(text, text)).toList();
  }

  protected static List<String> numbered(String prefix, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> prefix + i).toList();
  }
}
