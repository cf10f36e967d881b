package io.palinode.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets of a broker, bound before the broker is made.
 *
 * <ul>
 *   <li>A free port is held from the moment it is chosen, so no other process can take it.
 *   <li>A taken port is found before anything is written or started.
 * </ul>
 *
 * <p>Thread-safe; the sockets are fixed at construction and closing twice does no harm.
 */
final class LoopbackListeners implements ServerSocketFactory, AutoCloseable {
  // Not InetAddress.getLoopbackAddress(), which is ::1 where IPv6 is preferred.
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ServerSocketChannel broker;
  private final ServerSocketChannel controller;

  private LoopbackListeners(ServerSocketChannel broker, ServerSocketChannel controller) {
    this.broker = broker;
    this.controller = controller;
  }

  static LoopbackListeners bind(int brokerPort) {
    var broker = listen(brokerPort);
    try {
      return new LoopbackListeners(broker, listen(0));
    } catch (EmbeddedServerException e) {
      close(broker);
      throw e;
    }
  }

  int brokerPort() {
    return broker.socket().getLocalPort();
  }

  InetSocketAddress controllerAddress() {
    return (InetSocketAddress) controller.socket().getLocalSocketAddress();
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listenerName, InetSocketAddress address, int backlog, int receiveBuffer)
      throws IOException {
    var channel = BrokerSettings.CONTROLLER.equals(listenerName) ? controller : broker;
    channel.configureBlocking(false);
    return channel;
  }

  @Override
  public void close() {
    close(broker);
    close(controller);
  }

  private static ServerSocketChannel listen(int port) {
    try {
      var channel = ServerSocketChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (BindException e) {
      throw EmbeddedServerException.portTaken(EmbeddedKafka.NAME, port, e);
    } catch (IOException e) {
      throw EmbeddedServerException.didNotStart(EmbeddedKafka.NAME, e);
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
