package io.palinode.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/** Ports of 127.0.0.1, held or knocked at. */
final class Loopback {
  private Loopback() {}

  static ServerSocket takePort() throws IOException {
    return new ServerSocket(0, 1, address());
  }

  static void connect(int port) throws IOException {
    new Socket(address(), port).close();
  }

  private static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
