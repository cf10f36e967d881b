package io.palinode.server.runtime;

import io.palinode.server.journal.InputPosition;
import io.palinode.server.transport.InputFeed;
import io.palinode.server.transport.InputListener;
import io.palinode.server.transport.InputRecord;
import io.palinode.server.transport.InputRecord.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A feed that knows what it has handed over, and checks that reading begins where it must. */
final class WatchedFeed implements InputFeed {
  private final InputFeed feed;
  private final Map<Integer, InputPosition> expected = new HashMap<>();
  private final Map<Integer, InputPosition> delivered = new HashMap<>();

  WatchedFeed(InputFeed feed) {
    this.feed = feed;
  }

  void expectOpening(int shard, InputPosition from) {
    expected.put(shard, from);
  }

  /** The offsets behind the last records that the shard was given since it was opened. */
  InputPosition delivered(int shard) {
    return delivered.getOrDefault(shard, InputPosition.BEGINNING);
  }

  @Override
  public void open(int shard, InputPosition from, InputListener listener) {
    if (!from.equals(expected.get(shard))) {
      throw new AssertionError(
          "Reading begins at %s; the head says %s.".formatted(from, expected.get(shard)));
    }
    delivered.put(shard, from);
    feed.open(shard, from, new Watch(shard, listener));
  }

  @Override
  public void pause(int shard, Source source) {
    feed.pause(shard, source);
  }

  @Override
  public void resume(int shard, Source source) {
    feed.resume(shard, source);
  }

  @Override
  public void catchUp(int shard) {
    feed.catchUp(shard);
  }

  @Override
  public void progress(int shard, InputPosition position) {
    feed.progress(shard, position);
  }

  @Override
  public void close(int shard) {
    feed.close(shard);
  }

  private final class Watch implements InputListener {
    private final int shard;
    private final InputListener listener;

    private Watch(int shard, InputListener listener) {
      this.shard = shard;
      this.listener = listener;
    }

    @Override
    public void caughtUp() {
      listener.caughtUp();
    }

    @Override
    public void arrived(List<InputRecord> records) {
      InputPosition now = delivered(shard);
      for (InputRecord input : records) {
        now =
            input.source() == Source.STARTS
                ? new InputPosition(input.offset() + 1, now.replies())
                : new InputPosition(now.starts(), input.offset() + 1);
      }
      delivered.put(shard, now);
      listener.arrived(records);
    }

    @Override
    public void failed(String why) {
      listener.failed(why);
    }
  }
}
