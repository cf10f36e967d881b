package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Launch;
import io.palinode.server.bootstrap.FaultyNode;
import io.palinode.server.runtime.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A {@link FaultyNode} in a process of its own, which a test arms, freezes and kills.
 *
 * <p>For the test's thread; closing it kills the process if it still runs.
 */
final class ChildNode implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx128m",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
          "-Dorg.slf4j.simpleLogger.log.org.apache=warn");

  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Child process;

  private ChildNode(Class<?> main, List<String> settings) {
    process =
        Child.launch(new Launch("node", main, OPTIONS, settings).lean().tellingOf(output::add));
  }

  /** Starts a node of this world; returns when it serves. */
  static ChildNode start(World world) {
    return start(world, FaultyNode.class);
  }

  /** Starts a node with this main class, which takes settings and says when it is ready. */
  static ChildNode start(World world, Class<?> main) {
    List<String> settings = new ArrayList<>();
    world.settings().forEach((key, value) -> settings.add(key + "=" + value));
    ChildNode child = new ChildNode(main, settings);
    child.awaitLine("ready");
    return child;
  }

  /** Makes the process stop at the next hit of a checkpoint. */
  void arm(Checkpoint checkpoint) {
    process.order("arm " + checkpoint + " 1");
    awaitLine("armed");
  }

  /** Waits until the process stands at the checkpoint; fails if it does not get there. */
  void awaitReached(Checkpoint checkpoint) {
    awaitLine("reached " + checkpoint);
  }

  /** Lets the process go on from where it stands, once it is not frozen. */
  void letGo() {
    process.order("go");
  }

  void awaitGone() {
    awaitLine("gone");
  }

  void freeze() {
    process.freeze();
  }

  void thaw() {
    process.thaw();
  }

  /** True if it is the owner that a head names. */
  boolean isNamed(String owner) {
    return owner.contains("/" + process.pid() + "-");
  }

  /** Kills the process as {@code kill -9} does. */
  void kill() {
    assertThat(process.kill())
        .as("exit of a process that lived until it was killed; it said: %s", output)
        .isEqualTo(Child.KILLED);
  }

  @Override
  public void close() {
    process.kill();
  }

  /** Waits until the process prints this line. */
  void awaitLine(String line) {
    World.waiting()
        .untilAsserted(
            () -> {
              assertThat(output).contains(line);
            });
  }
}
