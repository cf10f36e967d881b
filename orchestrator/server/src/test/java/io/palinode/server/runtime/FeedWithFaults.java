package io.palinode.server.runtime;

import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.InputListener;
import io.palinode.server.transport.InputRecord.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A feed that can fail, and that remembers from where it was opened and whether it is paused. */
final class FeedWithFaults implements InputFeed {
  private final InputFeed feed;
  private final Map<Integer, InputListener> listeners = new HashMap<>();
  private final List<InputPosition> openings = new ArrayList<>();
  private final List<String> turns = new ArrayList<>();

  FeedWithFaults(InputFeed feed) {
    this.feed = feed;
  }

  /** Reading of the shard ends, as if its records were gone. */
  void fail(int shard) {
    InputListener listener = listeners.remove(shard);
    if (listener != null) {
      feed.close(shard);
      listener.failed("the records are gone.");
    }
  }

  /** Where each reading began. */
  List<InputPosition> openings() {
    return List.copyOf(openings);
  }

  /** Every pause, every resume and every question, in order. */
  List<String> turns() {
    return List.copyOf(turns);
  }

  @Override
  public void open(int shard, InputPosition from, InputListener listener) {
    openings.add(from);
    listeners.put(shard, listener);
    feed.open(shard, from, listener);
  }

  @Override
  public void pause(int shard, Source source) {
    turns.add("pause " + source);
    feed.pause(shard, source);
  }

  @Override
  public void resume(int shard, Source source) {
    turns.add("resume " + source);
    feed.resume(shard, source);
  }

  @Override
  public void catchUp(int shard) {
    turns.add("catch up");
    feed.catchUp(shard);
  }

  @Override
  public void progress(int shard, InputPosition position) {
    feed.progress(shard, position);
  }

  @Override
  public void close(int shard) {
    listeners.remove(shard);
    feed.close(shard);
  }
}
