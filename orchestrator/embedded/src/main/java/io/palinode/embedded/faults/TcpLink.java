package io.palinode.embedded.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/**
 * One client's connection through a {@link TcpProxy}.
 *
 * <p>One thread for each direction; when either end is gone, so is the other, unless the link was
 * closed for the server alone.
 */
final class TcpLink {
  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server;
  private volatile boolean closed;
  private volatile boolean deaf;

  TcpLink(TcpProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  void start() {
    daemon("proxy-requests", () -> copy(client, server, () -> proxy.awaitRequestsPass(this)));
    daemon("proxy-responses", () -> copy(server, client, () -> proxy.awaitResponsesPass(this)));
  }

  boolean closed() {
    return closed;
  }

  void close() {
    closed = true;
    closeQuietly(client);
    closeQuietly(server);
    proxy.gone(this);
  }

  /** Ends the server's connection; the client's stays, and what it says is heard by nobody. */
  void closeServerSide() {
    deaf = true;
    closeQuietly(server);
  }

  private void copy(Socket from, Socket to, Passage passage) {
    byte[] buffer = new byte[64 * 1024];
    try {
      int read = from.getInputStream().read(buffer);
      while (read >= 0) {
        if (passage.open() && !deaf) {
          to.getOutputStream().write(buffer, 0, read);
        }
        read = from.getInputStream().read(buffer);
      }
    } catch (IOException eitherEndIsGone) {
      closed |= !deaf;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!deaf || from == client) {
        close();
      }
    }
  }

  static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Passage {
    boolean open() throws InterruptedException;
  }
}
