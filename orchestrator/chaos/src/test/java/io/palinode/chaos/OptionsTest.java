package io.palinode.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void shouldPublishInTransactionsWhereTheSeedIsOddUnlessItIsSaid() {
    assertThat(Options.parse("--seed", "19").transactional()).isTrue();
    assertThat(Options.parse("--seed", "20").transactional()).isFalse();
    assertThat(Options.parse("--seed", "19", "--transactional", "false").transactional()).isFalse();
  }

  @Test
  void shouldSayHowToRunTheSameAgain() {
    var options = Options.parse("--seed", "7", "--minutes", "2", "--outage", "180");

    assertThat(options.outage()).isEqualTo(Duration.ofMinutes(3));
    assertThat(options.command())
        .isEqualTo(
            "./mvnw -q -Pchaos -Dchaos.args=\"--seed 7 --seconds 120 --orchestrators 3 --ensemble 1 --rate 20 --transactional true --outage 180\"");
  }
}
