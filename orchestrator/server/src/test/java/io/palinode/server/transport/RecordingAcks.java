package io.palinode.server.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what became of the records that were sent with it. */
public final class RecordingAcks implements Publisher.Ack {
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final List<Exception> failures = new CopyOnWriteArrayList<>();

  @Override
  public void acknowledged() {
    acknowledged.incrementAndGet();
  }

  @Override
  public void failed(Exception why) {
    failures.add(why);
  }

  public int count() {
    return acknowledged.get();
  }

  public List<Exception> failures() {
    return List.copyOf(failures);
  }
}
