package io.palinode.examples.shop.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoArgumentsTest {

  @Test
  void shouldRunTheSampleWhereNothingIsSaid() {
    assertThat(DemoArguments.parse(List.of()))
        .isEqualTo(
            new DemoArguments(
                List.of(Path.of("orders", "orders.csv"), Path.of("orders", "orders.jsonl")),
                true,
                40,
                Path.of("target", "demo")));
  }

  @Test
  void shouldTakeFilesSpeedAndMercy(@TempDir Path directory) throws IOException {
    Path one = Files.writeString(directory.resolve("one.csv"), "");
    Path two = Files.writeString(directory.resolve("two.csv"), "");

    assertThat(
            DemoArguments.parse(
                List.of(
                    "--orders",
                    one.toString(),
                    "--no-kill",
                    "--speed",
                    "500",
                    "--orders",
                    two.toString(),
                    "--dir",
                    "out")))
        .isEqualTo(new DemoArguments(List.of(one, two), false, 500, Path.of("out")));
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertWrong("The option '--fast' is not known.", "--fast");
    assertWrong("--speed is '0'; expected a whole number from 1 to 10000.", "--speed", "0");
    assertWrong("--speed is 'x'; expected a whole number from 1 to 10000.", "--speed", "x");
    assertWrong("--orders wants a value.", "--orders");
    assertWrong(
        "There is no file " + Path.of("no.csv").toAbsolutePath() + "; expected a file of orders.",
        "--orders",
        "no.csv");
  }

  private static void assertWrong(String message, String... arguments) {
    assertThatThrownBy(() -> DemoArguments.parse(List.of(arguments)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
