package io.palinode.embedded.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Children children = new Children(Thread.currentThread());

  @TempDir private Path directory;

  @AfterEach
  void killAll() {
    children.killAll();
  }

  @Test
  void shouldTellWhatItSaysWhenItIsReadyAndKeepItsOutput() throws InterruptedException {
    var log = directory.resolve("child.log");
    var child =
        children.start(
            new Launch("child", IdleMain.class, List.of("-Xmx32m"), List.of("at 4711"))
                .loggedTo(log));

    assertThat(child.awaitReady()).isEqualTo("at 4711");
    assertThat(log).content().contains("ready at 4711");
  }

  @Test
  void shouldEndInOrderWhenItIsAskedTo() throws InterruptedException {
    assertThat(start().terminate(SOON)).isEqualTo(Child.TERMINATED);
    assertThat(children.failure()).isEmpty();
  }

  @Test
  void shouldEndAtOnceWhenItIsKilled() throws InterruptedException {
    assertThat(start().kill()).isEqualTo(Child.KILLED);
    assertThat(children.failure()).isEmpty();
  }

  @Test
  void shouldEndWhenItsLeashIsLetGo() throws InterruptedException {
    var child = start();
    children.end(child);

    assertThat(child.lastWords()).contains("ended with status 0");
  }

  @Test
  void shouldInterruptTheDriverWhenItEndsUnasked() throws InterruptedException {
    var child = start();
    assertThat(ProcessHandle.of(child.pid()).map(ProcessHandle::destroyForcibly)).contains(true);

    assertThatThrownBy(() -> new CountDownLatch(1).await(SOON.toSeconds(), SECONDS))
        .isInstanceOf(InterruptedException.class);
    assertThat(children.failure())
        .map(why -> why.contains("status 137"))
        .isEqualTo(Optional.of(true));
  }

  @Test
  void shouldTellOfEachLineThatItPrintsBehindItsWrapper() throws InterruptedException {
    var lines = new LinkedBlockingQueue<String>();
    var wrapper = List.of("sh", "-c", "echo wrapped && exec \"$@\"", "sh");
    var child =
        Child.launch(
            new Launch("echo", EchoMain.class, List.of("-Xmx32m"), List.of())
                .lean()
                .behind(wrapper)
                .tellingOf(lines::add));
    try {
      child.order("go on");

      assertThat(lines.poll(SOON.toSeconds(), SECONDS)).isEqualTo("wrapped");
      assertThat(lines.poll(SOON.toSeconds(), SECONDS)).isEqualTo("go on");
      assertThat(child.isAlive()).isTrue();
    } finally {
      child.kill();
    }
  }

  private Child start() throws InterruptedException {
    return children.start("idle", IdleMain.class, "32m", "now");
  }
}
