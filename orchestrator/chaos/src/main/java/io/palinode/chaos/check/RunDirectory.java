package io.palinode.chaos.check;

import io.palinode.chaos.participant.LedgerLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The directory of one run, and what lies where in it.
 *
 * @param path absolute
 */
public record RunDirectory(Path path) {
  private static final String LEDGER = ".ledger.jsonl";

  /** Makes the directory, with all that must be there. */
  public RunDirectory create() {
    try {
      Files.createDirectories(logs());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonLines starts() {
    return new JsonLines(path.resolve("starts.jsonl"));
  }

  public JsonLines told() {
    return new JsonLines(path.resolve("told.jsonl"));
  }

  public JsonLines requests() {
    return new JsonLines(path.resolve("requests.jsonl"));
  }

  public JsonLines signals() {
    return new JsonLines(path.resolve("signals.jsonl"));
  }

  public JsonLines keys() {
    return new JsonLines(path.resolve("keys.jsonl"));
  }

  public JsonLines events() {
    return new JsonLines(path.resolve("events.jsonl"));
  }

  public JsonLines shards() {
    return new JsonLines(path.resolve("shards.jsonl"));
  }

  public Path ledger(String participant) {
    return path.resolve(participant + LEDGER);
  }

  public Path diary() {
    return path.resolve("faults.log");
  }

  /** Where each process's output is, with the servers' data in directories beside it. */
  public Path logs() {
    return path.resolve("logs");
  }

  /** Where a server keeps its data. */
  public Path data(String server) {
    return path.resolve("data").resolve(server);
  }

  /** Deletes what the servers had, which nobody needs when all is well. */
  public void discardData() {
    try (var files = Files.walk(path.resolve("data"))) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every effect of every ledger. */
  void effects(Consumer<Applied> each) {
    for (var ledger : ledgers()) {
      var participant = ledger.getFileName().toString().replace(LEDGER, "");
      new JsonLines(ledger)
          .read(
              text -> {
                var line = LedgerLine.parse(text);
                line.effects()
                    .forEach(effect -> each.accept(new Applied(participant, line, effect)));
              });
    }
  }

  private List<Path> ledgers() {
    try (var files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(LEDGER)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
