package io.palinode.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a feed says, for a test to wait for. */
public final class RecordingListener implements InputListener {
  private final List<InputPosition> opened = new CopyOnWriteArrayList<>();
  private final List<List<InputRecord>> calls = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Integer> caughtUpAfter = new CopyOnWriteArrayList<>();

  @Override
  public void opened(InputPosition backlogEnd) {
    opened.add(backlogEnd);
  }

  @Override
  public void caughtUp() {
    caughtUpAfter.add(records().size());
  }

  @Override
  public void arrived(List<InputRecord> records) {
    calls.add(List.copyOf(records));
  }

  @Override
  public void failed(String why) {
    failures.add(why);
  }

  public List<InputPosition> opened() {
    return List.copyOf(opened);
  }

  /** How many records had come each time the feed said that the backlog is read. */
  public List<Integer> caughtUpAfter() {
    return List.copyOf(caughtUpAfter);
  }

  public List<String> failures() {
    return List.copyOf(failures);
  }

  public List<List<InputRecord>> calls() {
    return List.copyOf(calls);
  }

  public List<InputRecord> records() {
    return calls.stream().flatMap(List::stream).toList();
  }

  /** The values of this source, in the order in which they came. */
  public List<String> values(Source source) {
    return records().stream()
        .filter(input -> input.source() == source)
        .map(input -> new String(input.record().value(), UTF_8))
        .toList();
  }
}
