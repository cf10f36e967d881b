package io.palinode.server.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a node is called in latches, heads and logs: host and process, and a number if it is not its
 * process's first.
 */
final class NodeId {
  private static final AtomicInteger NODES = new AtomicInteger();

  private NodeId() {}

  static String next() {
    String process = host() + "/" + ProcessHandle.current().pid();
    int number = NODES.incrementAndGet();
    return number == 1 ? process : process + "-" + number;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
