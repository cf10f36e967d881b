package io.palinode.embedded.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The child JVMs alive now; they are watched, measured and ended together.
 *
 * <p>When one ends that nobody has asked to, the driver's thread is interrupted, whatever it waits
 * for, and {@link #failure} says why. Thread-safe: a shutdown hook kills them while the driver
 * still runs.
 */
public final class Children {
  private final List<Child> alive = new CopyOnWriteArrayList<>();
  private final Thread driver;
  private volatile Optional<String> failure = Optional.empty();
  private volatile boolean killed;

  public Children(Thread driver) {
    this.driver = driver;
  }

  /** Starts a JVM of a fixed heap and waits until it is ready. */
  public Child start(String name, Class<?> main, String heap, String... arguments)
      throws InterruptedException {
    return start(Launch.fixedHeap(name, main, heap, arguments));
  }

  /** Starts a JVM and waits until it is ready. */
  public Child start(Launch launch) throws InterruptedException {
    var child = launch(launch);
    child.awaitReady();
    return child;
  }

  /** Starts a JVM, and does not wait for it. */
  public Child launch(Launch launch) {
    var child = Child.launch(launch, this::ended);
    alive.add(child);
    if (killed) {
      child.kill();
    }
    return child;
  }

  /** How a child failed, with the last it printed. */
  public Optional<String> failure() {
    return failure;
  }

  /** What each has used so far, and this JVM as the driver. */
  public Map<String, Usage> usage() {
    var used = new LinkedHashMap<String, Usage>();
    alive.forEach(child -> used.put(child.name(), child.usage()));
    used.put("driver", Usage.of(ProcessHandle.current()));
    return used;
  }

  /** Ends one as a power cut would. */
  public void kill(Child child) {
    alive.remove(child);
    child.kill();
  }

  public void end(Child child) throws InterruptedException {
    alive.remove(child);
    child.end();
  }

  /** Ends them all, and any that is started later. */
  public void killAll() {
    killed = true;
    alive.forEach(Child::kill);
  }

  private void ended(Child child) {
    alive.remove(child);
    if (!child.wasAskedToEnd()) {
      failure = Optional.of(child.lastWords());
      driver.interrupt();
    }
  }
}
