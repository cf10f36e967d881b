package io.palinode.bench;

import io.palinode.embedded.process.Arguments;
import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Children;
import io.palinode.server.runtime.ShardCounters.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Brings many sagas to wait at a step, kills their orchestrator, and measures how long its
 * successor takes to go on, and what a waiting saga costs.
 *
 * <ul>
 *   <li>The orchestrator is killed when all that it sent is noted, so its successor has nothing to
 *       send again: that is checked, with everything else that is seen of the sagas.
 *   <li>While nobody owns the shards, replies pile up for some of the sagas, and new ones are
 *       started.
 *   <li>At the end ZooKeeper is restarted over what is left; its snapshot is measured.
 * </ul>
 *
 * @param backlog how many sagas' replies pile up
 * @param heap of the orchestrators, as {@code -Xmx} has it
 */
record Takeover(int sagas, int backlog, int shards, boolean locks, String heap, Path directory)
    implements Scenario {
  private static final int NEWCOMERS = 100;
  private static final Duration STRAYS_WITHIN = Duration.ofSeconds(2);

  static Takeover parse(Arguments given) {
    var sagas = given.number("sagas", 100_000);
    return new Takeover(
        sagas,
        given.number("backlog", sagas / 20),
        given.number("shards", 8),
        given.flag("locks", true),
        given.text("heap", "1g"),
        Path.of(given.text("dir", "target/bench")));
  }

  @Override
  public boolean measure(Children children, Path data) throws IOException, InterruptedException {
    System.out.printf("%s%n%s%n", Machine.here(), this);
    var bed = new TestBed(children, data);
    var run = bed.prepare(new Palinode(), shards, locks, 1);
    bed.startParticipants(run);
    var first = bed.startLoop(run, heap);
    var sheet = new Sheet();
    try (var crowd = new Crowd(run);
        var heads = new Heads(run)) {
      var loopBefore = LiveHeap.of(first).bytes();
      var zookeeperBefore = LiveHeap.of(bed.zookeeper()).bytes();
      var waiting = crowd.startWaiting(sagas);
      crowd.commands.await(sagas);
      heads.awaitQuiet();
      perSaga(sheet, "orchestrator's heap", LiveHeap.of(first), loopBefore);
      perSaga(sheet, "ZooKeeper's heap", LiveHeap.of(bed.zookeeper()), zookeeperBefore);
      var second = replace(first, new Stage(bed, run, children, crowd, heads), waiting, sheet);
      finish(second, crowd, waiting, sheet);
      perSaga(sheet, "the successor's heap", LiveHeap.of(second), loopBefore);
      children.end(second);
    }
    restart(bed, sheet);
    bed.end();
    sheet.write(directory, TAKEOVER);
    sheet.failures().forEach(System.err::println);
    return sheet.failures().isEmpty();
  }

  private record Stage(TestBed bed, Run run, Children children, Crowd crowd, Heads heads) {}

  private Child replace(Child first, Stage stage, List<String> waiting, Sheet sheet)
      throws InterruptedException {
    var won = stage.heads().nextOwner();
    var zookeeperBefore = stage.bed().zookeeper().cpu();
    stage.children().kill(first);
    var killedAt = System.currentTimeMillis();
    stage.crowd().release(waiting.subList(0, backlog));
    var newcomers = stage.crowd().startRunning(NEWCOMERS);
    var second = stage.bed().startLoop(stage.run(), heap);
    var ownedAt = System.currentTimeMillis();
    var loopCpu = second.cpu();
    stage.crowd().completions.await(backlog + NEWCOMERS);

    var wonAt = won.join();
    sheet.millis("from the kill to the first shard won", wonAt - killedAt);
    sheet.millis("from there to all shards taken over", ownedAt - wonAt);
    sheet.millis("  to the first new saga completed", first(stage, newcomers) - wonAt);
    sheet.millis("  to the backlog of replies consumed", last(stage, waiting) - wonAt);
    sheet.millis("  to all new sagas completed", last(stage, newcomers, NEWCOMERS) - wonAt);
    sheet.millis("processor time of the successor, from its start", loopCpu.toMillis());
    sheet.millis(
        "processor time of ZooKeeper, from the kill to the end of the backlog",
        stage.bed().zookeeper().cpu().minus(zookeeperBefore).toMillis());
    return second;
  }

  private void finish(Child second, Crowd crowd, List<String> waiting, Sheet sheet) {
    var released = waiting.subList(backlog, backlog * 2);
    crowd.release(released);
    crowd.completions.await(2 * backlog + NEWCOMERS);
    crowd.completions.awaitMore(STRAYS_WITHIN);
    crowd.commands.awaitMore(STRAYS_WITHIN);
    var status = LoopStatus.fromLine(second.status());
    sheet.check("live sagas left", sagas - 2L * backlog, status.liveSagas());
    sheet.check("shards taken over", shards, status.count(Count.TAKEOVERS));
    sheet.check("records sent again at takeover", 0, status.count(Count.RESENT_AT_TAKEOVER));
    sheet.check("replies that nobody waited for", 0, status.count(Count.STALE_REPLIES));
    sheet.check("attempts that were repeated", 0, status.count(Count.RETRIES));
    sheet.check("commands for which sagas waited", sagas + NEWCOMERS, crowd.commands.sagas());
    sheet.check("  of these, sent twice", 0, crowd.commands.repeated());
    sheet.check("sagas completed", 2L * backlog + NEWCOMERS, crowd.completions.sagas());
    sheet.check("  of these, reported twice", 0, crowd.completions.repeated());
    sheet.bytes("the most heap in use after a collection", status.peakBytes());
  }

  private void restart(TestBed bed, Sheet sheet) throws IOException, InterruptedException {
    var stoppedAt = System.currentTimeMillis();
    bed.restartZooKeeper();
    sheet.millis("restart of ZooKeeper over what is left", System.currentTimeMillis() - stoppedAt);
    var snapshot = bed.snapshotBytes();
    sheet.bytes("ZooKeeper's snapshot", snapshot);
    sheet.bytes("  for each live saga", snapshot / (sagas - 2L * backlog));
  }

  private void perSaga(Sheet sheet, String what, LiveHeap heap, long before) {
    sheet.bytes(what, heap.bytes());
    sheet.bytes("  more than with no saga, for each live saga", (heap.bytes() - before) / sagas);
    heap.largest().forEach(line -> System.out.println("      " + line));
  }

  private long first(Stage stage, List<String> sagaIds) {
    return sagaIds.stream().mapToLong(stage.crowd().completions::firstAt).min().orElseThrow();
  }

  private long last(Stage stage, List<String> sagaIds) {
    return last(stage, sagaIds, backlog);
  }

  private static long last(Stage stage, List<String> sagaIds, int of) {
    return sagaIds.subList(0, of).stream()
        .mapToLong(stage.crowd().completions::firstAt)
        .max()
        .orElseThrow();
  }
}
