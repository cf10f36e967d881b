package io.palinode.server.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * Ends somebody else's ZooKeeper session on the server, without the knowledge of its client.
 *
 * <p>Whoever knows a session's number can do that: the server makes the password of the number. The
 * number of a session is the owner of its ephemeral znodes.
 */
public final class StolenSession {
  /** ZooKeeper's own, see {@code ZooKeeperServer.generatePasswd}. */
  private static final long SUPER_SECRET = 0xB3415C00L;

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int CONNECT_SECONDS = 30;

  private StolenSession() {}

  /** Ends the session with this number. */
  public static void end(String servers, long session) {
    CountDownLatch connected = new CountDownLatch(1);
    byte[] password = new byte[16];
    new Random(session ^ SUPER_SECRET).nextBytes(password);
    try (ZooKeeper thief =
        new ZooKeeper(
            servers,
            TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            },
            session,
            password)) {
      if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Session 0x%x could not be taken over.".formatted(session));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while a session was ended.", e);
    }
  }
}
