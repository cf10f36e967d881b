package io.palinode.server.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/**
 * What a node is called in the register, in latches, heads and logs: host and process for people,
 * and a few random digits, since in containers hosts and processes may all be called the same.
 */
final class NodeId {
  private static final int RANDOM_DIGITS = 8;

  private NodeId() {}

  static String next() {
    String random = UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
    return host() + "/" + ProcessHandle.current().pid() + "-" + random;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
