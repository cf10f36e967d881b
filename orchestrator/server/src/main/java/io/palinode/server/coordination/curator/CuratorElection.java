package io.palinode.server.coordination.curator;

import io.palinode.server.coordination.OwnershipListener;
import io.palinode.server.coordination.ShardElection;
import io.palinode.server.journal.ShardJournal;
import java.io.IOException;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** TEMPORARY. */
public final class CuratorElection implements ShardElection {
  private final String connect;
  private final int timeoutMillis;
  private final String path;
  private final String id;
  private final Function<ZooKeeper, ShardJournal> journals;
  private @Nullable CuratorFramework client;
  private @Nullable LeaderLatch latch;
  private @Nullable OwnershipListener listener;

  private OwnershipListener listener() {
    return java.util.Objects.requireNonNull(listener);
  }


  public CuratorElection(
      String connect, int timeoutMillis, String path, String id,
      Function<ZooKeeper, ShardJournal> journals) {
    this.connect = connect;
    this.timeoutMillis = timeoutMillis;
    this.path = path;
    this.id = id;
    this.journals = journals;
  }

  @Override
  public synchronized void start(OwnershipListener hears) {
    listener = hears;
    race();
  }

  private void race() {
    CuratorFramework c =
        CuratorFrameworkFactory.newClient(connect, timeoutMillis, 5000, new RetryForever(500));
    c.start();
    LeaderLatch l = new LeaderLatch(c, path, id, LeaderLatch.CloseMode.SILENT);
    l.addListener(
        new LeaderLatchListener() {
          @Override
          public void isLeader() {
            try {
              listener().won(journals.apply(c.getZookeeperClient().getZooKeeper()));
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }

          @Override
          public void notLeader() {
            listener().lost();
          }
        });
    try {
      l.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    client = c;
    latch = l;
  }

  @Override
  public synchronized void restart() {
    close();
    race();
  }

  @Override
  public synchronized void close() {
    try {
      if (latch != null) {
        latch.close();
      }
    } catch (IOException e) {
      // ignored
    }
    if (client != null) {
      client.close();
    }
  }
}
