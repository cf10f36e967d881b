package io.palinode.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

class EmbeddedClusterTest {
  @Test
  void shouldListenOnTheLoopbackAddressWhenStarted() throws Exception {
    try (var cluster = EmbeddedCluster.start();
        var kafka = connect(cluster.kafka().port());
        var zooKeeper = connect(cluster.zooKeeper().port())) {
      assertThat(kafka.isConnected()).isTrue();
      assertThat(zooKeeper.isConnected()).isTrue();
    }
  }

  private static SocketChannel connect(int port) throws Exception {
    return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
