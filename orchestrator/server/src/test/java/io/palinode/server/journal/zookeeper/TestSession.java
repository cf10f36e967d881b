package io.palinode.server.journal.zookeeper;

import io.palinode.embedded.faults.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** A ZooKeeper session through a network that can be made to fail. */
public final class TestSession implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

  private final String server;
  private final TcpProxy network;
  private final ZooKeeper handle;

  private TestSession(String server, TcpProxy network, ZooKeeper handle) {
    this.server = server;
    this.network = network;
    this.handle = handle;
  }

  /** A session with the server on this port, through a proxy of its own. */
  public static TestSession open(int port) {
    TcpProxy network = TcpProxy.to(port);
    return new TestSession("127.0.0.1:" + port, network, connect(network.address(), 0, null));
  }

  public ZooKeeper handle() {
    return handle;
  }

  public TcpProxy network() {
    return network;
  }

  /** Loses what was on its way, and connects again. */
  public void reconnect() {
    network.cut();
    network.heal();
  }

  /** Ends the session on the server, without the client's knowledge. */
  public void expire() {
    expire(server, handle);
  }

  /** Ends this client's session on the server, without the client's knowledge. */
  public static void expire(String server, ZooKeeper client) {
    closeQuietly(connect(server, client.getSessionId(), client.getSessionPasswd()));
  }

  /** A client that has lost its connection waits for up to a second before it asks for another. */
  @Override
  public void close() {
    network.heal();
    closeQuietly(handle);
    network.close();
  }

  public static ZooKeeper connect(String address) {
    return connect(address, 0, null);
  }

  /** Runs something with ZooKeeper that cannot fail in a test that is right. */
  public static <T> T sure(Request<T> request) {
    try {
      return request.run();
    } catch (KeeperException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public interface Request<T> {
    T run() throws KeeperException, InterruptedException;
  }

  private static ZooKeeper connect(String address, long session, byte[] password) {
    CountDownLatch connected = new CountDownLatch(1);
    try {
      int timeout = (int) TIMEOUT.toMillis();
      ZooKeeper handle =
          new ZooKeeper(
              address,
              timeout,
              event -> {
                if (event.getState() == KeeperState.SyncConnected) {
                  connected.countDown();
                }
              },
              session,
              password == null ? new byte[16] : password);
      if (!connected.await(CONNECT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("No connection to " + address);
      }
      return handle;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void closeQuietly(ZooKeeper handle) {
    try {
      handle.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
