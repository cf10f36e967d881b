package io.palinode.server.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a node is called in latches, heads and logs: host and process, for people. */
final class NodeId {
  private NodeId() {}

  static String ofThisProcess() {
    return host() + "/" + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
