package io.palinode.embedded.process;

import java.io.IOException;

/**
 * Ends a child JVM: when its parent is gone, however the parent went, or when it cannot do its part
 * of the run.
 *
 * <p>The parent holds the other end of standard input and never writes to it. Thread-safe.
 */
public final class Leash {
  private Leash() {}

  /** Called first in each child's main. */
  public static void hold() {
    var watch = new Thread(Leash::haltAtEndOfInput, "leash");
    watch.setDaemon(true);
    watch.start();
  }

  /** Says what went wrong, where the parent will find it, and ends this JVM and with it the run. */
  public static void fail(String what, Throwable failure) {
    System.err.println(what);
    failure.printStackTrace();
    System.err.flush();
    Runtime.getRuntime().halt(1);
  }

  private static void haltAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // The parent never writes: only the end of the stream means something.
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
    }
    Runtime.getRuntime().halt(0);
  }
}
