package io.palinode.bench;

import io.palinode.embedded.process.Arguments;
import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Children;
import io.palinode.server.runtime.ShardCounters.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Starts many sagas in one go, and sees that a small orchestrator takes them at its own pace, and
 * that each of them completes, once.
 *
 * @param heap of the orchestrator, as {@code -Xmx} has it
 */
record Flood(int sagas, int shards, boolean locks, String heap, Path directory)
    implements Scenario {
  private static final Duration STRAYS_WITHIN = Duration.ofSeconds(3);

  static Flood parse(Arguments given) {
    return new Flood(
        given.number("sagas", 100_000),
        given.number("shards", 8),
        given.flag("locks", true),
        given.text("heap", "256m"),
        Path.of(given.text("dir", "target/bench")));
  }

  @Override
  public boolean measure(Children children, Path data) throws IOException, InterruptedException {
    System.out.printf("%s%n%s%n", Machine.here(), this);
    var bed = new TestBed(children, data);
    var run = bed.prepare(new Palinode(), shards, locks, 1);
    bed.startParticipants(run);
    var loop = bed.startLoop(run, heap);
    var sheet = new Sheet();
    try (var crowd = new Crowd(run)) {
      var began = System.currentTimeMillis();
      crowd.startRunning(sagas);
      sheet.millis("until Kafka had all starts", System.currentTimeMillis() - began);
      var halfway = watch(loop, crowd, sagas / 2);
      sheet.bytes("heap in use halfway, after a full collection", LiveHeap.of(loop).bytes());
      var most = Math.max(halfway, watch(loop, crowd, sagas));
      var took = System.currentTimeMillis() - began;
      sheet.millis("until all sagas had completed", took);
      sheet.note("sagas/s", "%,d".formatted(sagas * 1_000L / took));
      sheet.note("the most sagas alive at once", "%,d".formatted(most));
      judge(loop, crowd, sheet);
    }
    children.end(loop);
    bed.end();
    sheet.write(directory, FLOOD);
    sheet.failures().forEach(System.err::println);
    return sheet.failures().isEmpty();
  }

  /** Waits for so many to complete; returns the most sagas that were seen to live at once. */
  private static int watch(Child loop, Crowd crowd, int completed) {
    var most = 0;
    for (var seen = 0; seen < completed; seen = crowd.completions.sagas()) {
      crowd.completions.await(seen + 1);
      most = Math.max(most, LoopStatus.fromLine(loop.status()).liveSagas());
    }
    return most;
  }

  private void judge(Child loop, Crowd crowd, Sheet sheet) {
    crowd.completions.awaitMore(STRAYS_WITHIN);
    crowd.commands.awaitMore(STRAYS_WITHIN);
    var status = LoopStatus.fromLine(loop.status());
    sheet.check("sagas started", sagas, status.count(Count.STARTED));
    sheet.check("sagas completed", sagas, crowd.completions.sagas());
    sheet.check("  of these, reported twice", 0, crowd.completions.repeated());
    sheet.check("commands of their second step", sagas, crowd.commands.sagas());
    sheet.check("  of these, sent twice", 0, crowd.commands.repeated());
    sheet.check("replies that nobody waited for", 0, status.count(Count.STALE_REPLIES));
    sheet.check("shards lost and taken over again", 0, status.count(Count.TAKEOVERS) - shards);
    sheet.check("live sagas left", 0, status.liveSagas());
    sheet.bytes("the most heap in use after a collection", status.peakBytes());
    sheet.millis("processor time of the orchestrator", loop.cpu().toMillis());
  }
}
