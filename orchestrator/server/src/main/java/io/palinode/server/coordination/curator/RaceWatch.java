package io.palinode.server.coordination.curator;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.utils.ZKPaths;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether a latch really is in the race.
 *
 * <ul>
 *   <li>A latch whose znode is missing takes part no more, and Curator tells nobody: it logs a
 *       create that failed, and does not look at a znode that was there.
 *   <li>A latch whose znode is the first and that does not lead has missed its turn.
 *   <li>Either must be seen twice in a row, because both are true for a moment in a race that is
 *       well.
 * </ul>
 *
 * <p>Never waits for ZooKeeper. Called by the timer and by Curator's event thread.
 */
final class RaceWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RaceWatch.class);
  private static final int SIGHTINGS = 2;
  private static final int SEQUENCE_DIGITS = 10;

  private final RaceSettings settings;
  private final CuratorFramework client;
  private final LeaderLatch latch;
  private final Consumer<String> amiss;
  private int sightings;

  RaceWatch(
      RaceSettings settings, CuratorFramework client, LeaderLatch latch, Consumer<String> amiss) {
    this.settings = settings;
    this.client = client;
    this.latch = latch;
    this.amiss = amiss;
  }

  void look() {
    if (!client.getZookeeperClient().isConnected()) {
      LOG.warn(
          "ZooKeeper at {} does not answer; shard {} waits for it and goes on trying",
          settings.connectString(),
          settings.shard());
      return;
    }
    try {
      client
          .getChildren()
          .inBackground((curator, event) -> seen(event))
          .forPath(settings.latchPath());
    } catch (Exception e) {
      LOG.debug("The race for shard {} could not be looked at", settings.shard(), e);
    }
  }

  private void seen(CuratorEvent event) {
    List<String> racers = event.getChildren();
    String fault = racers == null ? null : fault(racers);
    if (count(fault) && fault != null) {
      amiss.accept(fault);
    }
  }

  private @Nullable String fault(List<String> racers) {
    String path = latch.getOurPath();
    String mine = path == null ? "" : ZKPaths.getNodeFromPath(path);
    if (!racers.contains(mine)) {
      return "its latch has left the race silently";
    }
    boolean first = racers.stream().allMatch(other -> sequence(mine) <= sequence(other));
    return first && !latch.hasLeadership() ? "its latch has missed its turn" : null;
  }

  /** True if this is the sighting that counts. */
  private synchronized boolean count(@Nullable String fault) {
    sightings = fault == null ? 0 : sightings + 1;
    return sightings == SIGHTINGS;
  }

  private static long sequence(String racer) {
    String digits = racer.substring(Math.max(0, racer.length() - SEQUENCE_DIGITS));
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      LOG.debug("{} is no znode of a latch", racer.toLowerCase(Locale.ROOT));
      return Long.MAX_VALUE;
    }
  }
}
