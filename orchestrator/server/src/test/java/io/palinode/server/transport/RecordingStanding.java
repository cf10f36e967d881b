package io.palinode.server.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a publisher says of itself. */
public final class RecordingStanding implements ShardPublisher.Listener {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void othersKeptOut() {
    heard.add("others kept out");
  }

  @Override
  public void keptOut(String why) {
    heard.add("kept out: " + why);
  }

  public boolean othersAreKeptOut() {
    return heard.contains("others kept out");
  }

  public boolean isKeptOut() {
    return heard.stream().anyMatch(each -> each.startsWith("kept out: "));
  }

  public List<String> heard() {
    return List.copyOf(heard);
  }
}
