package io.palinode.examples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldDrawInPlaceOnATerminalAndClearTheLineForNews() {
    Screen screen = new Screen(out, true, true);
    screen.progress(1, 2, "half", 0);
    screen.progress(2, 2, "all", 1);
    screen.say("done");

    assertThat(printed())
        .isEqualTo(
            drawn("████████░░░░░░░░ 1/2  half")
                + drawn("████████████████ 2/2  all")
                + "\r\u001B[Kdone\n");
  }

  @Test
  void shouldPrintALineASecondWhereNobodyWatches() {
    Screen screen = new Screen(out, false, false);
    screen.progress(0, 4, "a", 5);
    screen.progress(1, 4, "b", 6);
    screen.progress(3, 4, "c", 5 + SECOND);
    screen.say("✓ ↶ ✗");

    assertThat(printed())
        .isEqualTo(
            """
            ................ 0/4  a
            ############.... 3/4  c
            ok undone NO
            """);
  }

  private static String drawn(String line) {
    return "\r\u001B[K\u001B[?7l" + line + "\u001B[?7h";
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
