package io.palinode.examples.shop.demo;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;

/**
 * The terminal, or the log of a build.
 *
 * <ul>
 *   <li>On a terminal the progress is one line, drawn in place. Elsewhere it is a line now and
 *       then.
 *   <li>Signs that the terminal's character set lacks are written as letters.
 * </ul>
 *
 * <p>Used by one thread.
 */
final class Screen {
  private static final int WIDTH = 16;
  private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final String CLEAR_LINE = "\r\u001B[K";
  private static final String NO_WRAP = "\u001B[?7l";
  private static final String WRAP = "\u001B[?7h";

  private final PrintStream out;
  private final boolean live;
  private final boolean signs;
  private long nextLine = Long.MIN_VALUE;
  private boolean drawn;

  Screen(PrintStream out, boolean live, boolean signs) {
    this.out = out;
    this.live = live;
    this.signs = signs;
  }

  /** The screen of this process. */
  static Screen ofThisProcess() {
    Charset charset =
        Charset.forName(System.getProperty("native.encoding", Charset.defaultCharset().name()));
    String term = System.getenv().getOrDefault("TERM", "dumb");
    boolean live = onTerminal() && !term.equals("dumb") && !System.getenv().containsKey("CI");
    return new Screen(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
        live,
        charset.newEncoder().canEncode("█░✓✗↶↯"));
  }

  @SuppressWarnings("SystemConsoleNull") // what is not null is asked, where it can be asked
  private static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Prints lines, above the progress where there is one. */
  void say(String text) {
    clear();
    out.println(fitting(text));
    out.flush();
  }

  /** Shows how far a number of things is. */
  void progress(int done, int all, String more, long nowNanos) {
    if (!live && nowNanos < nextLine) {
      return;
    }
    nextLine = nowNanos + EVERY_NANOS;
    int filled = all == 0 ? 0 : WIDTH * done / all;
    String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    String line = fitting("%s %d/%d  %s".formatted(bar, done, all, more));
    if (live) {
      out.print(CLEAR_LINE + NO_WRAP + line + WRAP);
      drawn = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  private void clear() {
    if (drawn) {
      out.print(CLEAR_LINE);
      drawn = false;
    }
  }

  private String fitting(String text) {
    return signs
        ? text
        : text.replace('█', '#')
            .replace('░', '.')
            .replace("✓", "ok")
            .replace("✗", "NO")
            .replace("↶", "undone")
            .replace("↯", "!!")
            .replace("×", "x");
  }
}
