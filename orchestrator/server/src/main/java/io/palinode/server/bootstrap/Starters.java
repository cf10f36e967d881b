package io.palinode.server.bootstrap;

import io.palinode.server.runtime.Definitions;
import io.palinode.server.starts.TopicStarts;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What starts sagas on this node beside the clients.
 *
 * <p>Safe for use by any thread.
 */
record Starters(TopicStarts topics, List<FiringClock> clocks) implements AutoCloseable {

  /**
   * Begins to start what the newest version of each definition says.
   *
   * @param owned whether a shard is this node's now; safe for any thread
   */
  static Starters begin(OrchestratorSettings settings, Definitions served, IntPredicate owned) {
    TopicStarts topics =
        TopicStarts.begin(
            settings.shared(), served.topicStarts(), settings.get(OrchestratorSettings.DRAIN));
    try {
      boolean scheduled = !served.schedules().isEmpty();
      return new Starters(
          topics,
          scheduled ? List.of(FiringClock.start(settings, served.schedules(), owned)) : List.of());
    } catch (RuntimeException e) {
      topics.close();
      throw e;
    }
  }

  @Override
  public void close() {
    clocks.forEach(FiringClock::close);
    topics.close();
  }
}
