package io.palinode.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palinode.chaos.check.StartLine.Occasion;
import io.palinode.chaos.saga.Script;
import io.palinode.message.SagaStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTest {
  static final ShardLine QUIET = new ShardLine(0, 1, 7, 7, 9, 9, List.of());

  private static final String LEDGER =
      """
      {"at":2,"tick":2,"saga":"errand-1","epoch":1,"answers":[],"effects":[{"step":"deliver","direction":"ACTION","receipt":"b"}]}
      {"at":1,"tick":1,"saga":"errand-1","epoch":1,"answers":[],"effects":[{"step":"record","direction":"ACTION","receipt":"a"}]}
      {"at":3,"tick":3,"saga":"err""";

  private static final String END =
      """
      {"sagaId":"errand-1","saga":"promise","version":1,"status":"completed","at":3,"data":{"receipts":["a","b"]},"history":[{"at":1,"events":[{"event":"started"}]}]}""";

  @TempDir private Path directory;

  @Test
  void shouldFindInputThatNobodyHasRead() {
    var behind = new ShardLine(3, 1, 6, 7, 9, 9, List.of());

    assertThat(Verdict.on(evidence(List.of(QUIET, behind), List.of())).contradictions())
        .containsExactly(new Contradiction("has read all", "shard 3", behind.toString()));
  }

  @Test
  void shouldNotBeContentWithoutALookAtTheShards() {
    assertThat(Verdict.on(evidence(List.of(), List.of())).holds()).isFalse();
  }

  @Test
  void shouldFindAKeyThatIsLeft() {
    var held =
        key("lock:desk:desk-1", "{'holder':{'step':'errand-1/lock:desk/action'},'queue':[]}");
    var waiting = key("signal:word:box-1", "{'kept':[],'given':[],'queue':[{}],'known':[{}]}");
    var given = key("signal:word:box-2", "{'kept':[],'given':[{}],'queue':[],'known':[{}]}");
    var empty = key("signal:word:box-3", "{'kept':[],'given':[],'queue':[],'known':[]}");
    var atRest = key("signal:word:box-4", "{'kept':[],'given':[],'queue':[],'known':[{}]}");

    var keys = List.of(held, waiting, given, empty, atRest);
    assertThat(Verdict.on(evidence(List.of(QUIET), keys)).contradictions())
        .extracting(each -> each.rule() + " " + each.subject())
        .containsExactly(
            "leaves no key lock:desk:desk-1",
            "leaves no key signal:word:box-1",
            "leaves no key signal:word:box-2",
            "leaves no key signal:word:box-3");
  }

  @Test
  void shouldNotBeContentWithARunInWhichNoSagaCompleted() {
    var none = new Evidence(List.of(), List.of(), List.of(QUIET), List.of());

    assertThat(Verdict.on(none).contradictions())
        .containsExactly(new Contradiction("was tried", "completed", "no saga came so far"));
  }

  private static Evidence evidence(List<ShardLine> shards, List<KeyLine> keys) {
    var all = Case.of("promise", Script.WILLING).acts("record", "deliver");
    var saga = all.rests(SagaStatus.COMPLETED).saga();
    return new Evidence(List.of(saga), List.of(), shards, keys);
  }

  static KeyLine key(String name, String content) {
    try {
      return new KeyLine(0, name, new ObjectMapper().readTree(content.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(content, e);
    }
  }

  @Test
  void shouldJudgeWhatARunHasLeftInItsDirectory() throws IOException {
    var run = run();

    var verdict = Verdict.on(Evidence.in(run));

    assertThat(verdict.contradictions()).isEmpty();
    assertThat(verdict.ways()).isEqualTo(Map.of("completed", 1));
  }

  @Test
  void shouldFindInADirectoryWhatContradictsIt() throws IOException {
    var run = run();
    Files.writeString(run.ledger("courier"), LEDGER);

    assertThat(Verdict.on(Evidence.in(run)).contradictions())
        .extracting(Contradiction::rule)
        .containsExactly(
            "applies once", "is whole when completed", "acts in order", "has the ledgers receipts");
  }

  @Test
  void shouldTellASagasStoryByTime() throws IOException {
    assertThat(SagaStory.of(Evidence.in(run()).sagas().get(0)).lines())
        .containsExactly(
            "Saga errand-1, not in ZooKeeper at the end",
            "  1970-01-01T00:00:00.001Z  client    asks for it, FIRST: 'promise', box-1, Script[actions={}, undos={}]",
            "  1970-01-01T00:00:00.001Z  bank      record/action, epoch 1, receipt a, heard null",
            "  1970-01-01T00:00:00.001Z  journal   started",
            "  1970-01-01T00:00:00.002Z  bank      deliver/action, epoch 1, receipt b, heard null",
            "  1970-01-01T00:00:00.003Z  reported  COMPLETED as the-id, reason null",
            "  1970-01-01T00:00:00.004Z  client    is told, having asked FIRST: COMPLETED");
  }

  private RunDirectory run() throws IOException {
    var run = new RunDirectory(directory).create();
    run.starts()
        .append(new StartLine(1, "errand-1", "promise", "box-1", Script.WILLING, Occasion.FIRST));
    run.told().append(new ToldLine(4, "errand-1", Occasion.FIRST, SagaStatus.COMPLETED));
    run.events().append(new EventLine(0, 0, "the-id", "errand-1", END));
    run.shards().append(QUIET);
    Files.writeString(run.ledger("bank"), LEDGER);
    return run;
  }
}
