package io.palinode.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Ports for servers that are killed and come back to where they were.
 *
 * <p>They lie below those that operating systems hand out by themselves, or a client that calls a
 * server which is away may be given the server's own port.
 */
final class Ports {
  private static final int LOWEST = 12_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  private final Random random = new Random(ProcessHandle.current().pid() + System.nanoTime());

  /** A port of the loopback address that nobody listens on now. */
  int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
      try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // the next one, then
      }
    }
    throw new IllegalStateException("No free port between " + LOWEST + " and " + HIGHEST + ".");
  }
}
