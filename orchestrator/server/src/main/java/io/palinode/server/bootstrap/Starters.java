package io.palinode.server.bootstrap;

import io.palinode.server.runtime.Definitions;
import io.palinode.server.starts.TopicStarts;

/**
 * What starts sagas on this node beside the clients.
 *
 * <p>Safe for use by any thread.
 */
record Starters(TopicStarts topics) implements AutoCloseable {

  /** Begins to start what the newest version of each definition says. */
  static Starters begin(OrchestratorSettings settings, Definitions served) {
    return new Starters(
        TopicStarts.begin(
            settings.shared(), served.topicStarts(), settings.get(OrchestratorSettings.DRAIN)));
  }

  @Override
  public void close() {
    topics.close();
  }
}
