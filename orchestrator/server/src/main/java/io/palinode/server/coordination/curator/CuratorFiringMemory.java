package io.palinode.server.coordination.curator;

import io.palinode.server.coordination.FiringMemory;
import io.palinode.server.coordination.FiringMemoryUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The marks as znodes under {@code /<namespace>/schedules}, each named after its definition, and
 * written with its expected version.
 *
 * <ul>
 *   <li>A write that Curator sends again may find its own mark, and then says that somebody else
 *       has written one. Whoever reads again finds it.
 *   <li>It keeps to the addresses that it was given, whatever the servers call themselves.
 * </ul>
 *
 * <p>Used by one thread.
 */
public final class CuratorFiringMemory implements FiringMemory {
  private static final int RETRY_MILLIS = 100;

  private final CuratorFramework client;
  private final String root;

  /** Connects by itself, as soon as there is a server. */
  public CuratorFiringMemory(String connectString, String namespace, Duration sessionTimeout) {
    root = "/" + namespace + "/schedules/";
    int millis = (int) sessionTimeout.toMillis();
    client =
        CuratorFrameworkFactory.builder()
            .connectString(connectString)
            .sessionTimeoutMs(millis)
            .connectionTimeoutMs(millis)
            .retryPolicy(new RetryOneTime(RETRY_MILLIS))
            .ensembleTracker(false)
            .build();
    client.start();
  }

  @Override
  public Optional<Mark> read(String schedule) {
    Stat stat = new Stat();
    return asked(
        "read",
        schedule,
        () -> {
          byte[] content = client.getData().storingStatIn(stat).forPath(root + schedule);
          return new Mark(MarkCodec.read(content), stat.getVersion());
        });
  }

  @Override
  public Optional<Mark> write(String schedule, @Nullable Mark seen, Instant through) {
    byte[] content = MarkCodec.write(through);
    String path = root + schedule;
    return asked(
        "written",
        schedule,
        () -> {
          if (seen == null) {
            client.create().creatingParentsIfNeeded().forPath(path, content);
            return new Mark(through, 0);
          }
          Stat stat = client.setData().withVersion(seen.version()).forPath(path, content);
          return new Mark(through, stat.getVersion());
        });
  }

  @Override
  public void close() {
    client.close();
  }

  private interface Request {
    @SuppressWarnings("PMD.SignatureDeclareThrowsException") // as Curator declares it
    Mark send() throws Exception;
  }

  private static Optional<Mark> asked(String what, String schedule, Request request) {
    try {
      return Optional.of(request.send());
    } catch (NoNodeException | NodeExistsException | BadVersionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(what, schedule, e);
    } catch (Exception e) {
      throw unavailable(what, schedule, e);
    }
  }

  private static FiringMemoryUnavailable unavailable(String what, String schedule, Exception why) {
    return new FiringMemoryUnavailable(
        "The mark of the schedule '%s' could not be %s.".formatted(schedule, what), why);
  }
}
