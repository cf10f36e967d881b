package io.palinode.embedded.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP connection between a client and a server that can be made to fail.
 *
 * <ul>
 *   <li>{@link #cut} breaks the connections there are; new ones are taken.
 *   <li>{@link #halfClose} ends them in one direction, so that only the server notices at once.
 *   <li>{@link #refuse} breaks them and takes no new ones until {@link #heal}.
 *   <li>{@link #pause} holds back what clients send until {@link #heal}; nothing is lost.
 *   <li>{@link #dropResponses} loses what the server answers until {@link #heal}. Cut before
 *       healing, or the client reads half a conversation.
 *   <li>What a fault has hit is counted, so that a test can tell that it happened.
 * </ul>
 *
 * <p>Faults add up until healed. Thread-safe; its threads are daemons.
 */
public final class TcpProxy implements AutoCloseable {
  private enum Fault {
    REFUSED,
    PAUSED,
    RESPONSES_DROPPED
  }

  private final ServerSocket door;
  private final int serverPort;
  private final Set<TcpLink> links = ConcurrentHashMap.newKeySet();
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger heldBack = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  private TcpProxy(ServerSocket door, int serverPort) {
    this.door = door;
    this.serverPort = serverPort;
  }

  /** A proxy to a port of this machine, on a free port. */
  public static TcpProxy to(int serverPort) {
    return between(0, serverPort);
  }

  /** A proxy to a port of this machine, on the given port; 0 is any free one. */
  public static TcpProxy between(int ownPort, int serverPort) {
    try {
      TcpProxy proxy =
          new TcpProxy(new ServerSocket(ownPort, 50, InetAddress.getLoopbackAddress()), serverPort);
      TcpLink.daemon("proxy-door", proxy::takeClients);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** Returns how many connections it broke. */
  public synchronized int cut() {
    List<TcpLink> broken = List.copyOf(links);
    broken.forEach(TcpLink::close);
    notifyAll();
    return broken.size();
  }

  /** Returns how many connections it ended in one direction. */
  public int halfClose() {
    List<TcpLink> halved = List.copyOf(links);
    halved.forEach(TcpLink::halfClose);
    return halved.size();
  }

  /** Returns how many connections it broke. */
  public int refuse() {
    add(Fault.REFUSED);
    return cut();
  }

  /** How many connections there are. */
  public int connections() {
    return links.size();
  }

  /** How many connections were refused so far. */
  public int refusals() {
    return refusals.get();
  }

  /** How often something that a client sent was held back so far. */
  public int heldBack() {
    return heldBack.get();
  }

  /** How many pieces of answers were lost so far. */
  public int lost() {
    return lost.get();
  }

  public void pause() {
    add(Fault.PAUSED);
  }

  public void dropResponses() {
    add(Fault.RESPONSES_DROPPED);
  }

  public void heal() {
    mend();
  }

  @Override
  public void close() {
    int unused = refuse();
    TcpLink.closeQuietly(door);
  }

  private synchronized void add(Fault fault) {
    faults.add(fault);
  }

  private synchronized void mend() {
    faults.clear();
    notifyAll();
  }

  void gone(TcpLink link) {
    links.remove(link);
  }

  /** Returns when requests may pass; false if the link was closed meanwhile. */
  synchronized boolean awaitRequestsPass(TcpLink link) throws InterruptedException {
    if (faults.contains(Fault.PAUSED)) {
      heldBack.incrementAndGet();
    }
    while (faults.contains(Fault.PAUSED) && !link.closed()) {
      wait();
    }
    return !link.closed();
  }

  synchronized boolean responsesPass() {
    boolean pass = !faults.contains(Fault.RESPONSES_DROPPED);
    if (!pass) {
      lost.incrementAndGet();
    }
    return pass;
  }

  private synchronized boolean refusing() {
    return faults.contains(Fault.REFUSED);
  }

  private void takeClients() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (refusing()) {
          client.close();
          refusals.incrementAndGet();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        int unused = cut();
      }
    }
  }

  private void connect(Socket client) {
    try {
      TcpLink link =
          new TcpLink(this, client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
      links.add(link);
      link.start();
      if (refusing()) {
        link.close(); // it came in while the others were being broken
      }
    } catch (IOException serverIsAway) {
      TcpLink.closeQuietly(client);
    }
  }
}
