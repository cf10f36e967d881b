package io.palinode.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.embedded.faults.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlackoutTest {
  private static final Duration LASTING = Duration.ofMillis(200);

  private ServerSocket server;
  private TcpProxy proxy;
  private Blackout blackout;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = TcpProxy.to(server.getLocalPort());
    blackout = new Blackout("server", List.of(new Line("line", proxy)));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void shouldTellHowManyWereRefused() throws IOException {
    var seen = CompletableFuture.supplyAsync(this::last);
    while (!seen.isDone()) {
      new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close();
    }

    assertThat(seen.join())
        .isEqualTo(
            "server was away for 0 s, and refused %d connections".formatted(proxy.refusals()));
    assertThat(proxy.refusals()).isPositive();
  }

  @Test
  void shouldNotBeContentWithAnOutageThatNobodyMet() {
    assertThatExceptionOfType(FaultNotSeen.class)
        .isThrownBy(() -> blackout.last(LASTING))
        .withMessage("Nobody tried the line line.");
  }

  private String last() {
    try {
      return blackout.last(LASTING);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
