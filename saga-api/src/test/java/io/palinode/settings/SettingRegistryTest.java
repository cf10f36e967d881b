package io.palinode.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingRegistryTest {
  private static final Setting<String> NAME = Setting.required("saga.name", "Who it is.");
  private static final Setting<Integer> SIZE =
      Setting.number("saga.size", 8, 1, 100, "How large it is, in pieces.");
  private static final Setting<Duration> WAIT =
      Setting.duration(
          "saga.wait",
          Duration.ofSeconds(20),
          Duration.ofMillis(100),
          Duration.ofDays(1),
          "How long it waits.");
  private static final Setting<TimeUnit> UNIT =
      Setting.choice("saga.unit", TimeUnit.SECONDS, "In which unit it counts.");
  private static final Setting<Boolean> LOUD =
      Setting.flag("saga.loud", false, "Whether it sings.");
  private static final SettingRegistry KEYS =
      SettingRegistry.of(NAME, SIZE, WAIT).with(UNIT, LOUD).passing("kafka.");

  @Test
  void shouldReadWhatIsGivenAndTakeDefaultsForTheRest() {
    Settings settings =
        KEYS.read(Map.of("saga.name", " Ann ", "saga.size", 9, "saga.unit", "milliseconds"));

    assertThat(settings.get(NAME)).isEqualTo("Ann");
    assertThat(settings.get(SIZE)).isEqualTo(9);
    assertThat(settings.get(UNIT)).isEqualTo(TimeUnit.MILLISECONDS);
    assertThat(settings.get(WAIT)).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.get(LOUD)).isFalse();
  }

  @Test
  void shouldReadTheDefaultsOfProperties() {
    Properties defaults = new Properties();
    defaults.setProperty("saga.name", "Ann");
    Properties properties = new Properties(defaults);
    properties.setProperty("saga.loud", "true");

    Settings settings = KEYS.read(properties);

    assertThat(settings.get(NAME)).isEqualTo("Ann");
    assertThat(settings.get(LOUD)).isTrue();
  }

  @Test
  void shouldTellEveryFaultAtOnce() {
    assertThatThrownBy(
            () ->
                KEYS.read(
                    Map.of(
                        "saga.size", "101",
                        "saga.loud", "yes",
                        "saga.wiat", "5s",
                        "saga.something.else", "1")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            String.join(
                    System.lineSeparator() + "  - ",
                    "The settings have 5 faults:",
                    "saga.name is missing; expected a text.",
                    "saga.size is '101'; expected a whole number from 1 to 100.",
                    "saga.loud is 'yes'; expected true or false.",
                    "saga.something.else is not known.",
                    "saga.wiat is not known; did you mean saga.wait?")
                + System.lineSeparator()
                + "Known are: saga.name, saga.size, saga.wait, saga.unit, saga.loud.");
  }

  @Test
  void shouldPassOnWhatIsSomebodyElses() {
    Settings settings =
        KEYS.read(Map.of("saga.name", "Ann", "kafka.acks", "all", "kafka.sasl.mechanism", "PLAIN"));

    assertThat(settings.passed("kafka."))
        .isEqualTo(Map.of("acks", "all", "sasl.mechanism", "PLAIN"));
    assertThat(settings.passed("kafka.sasl.")).isEqualTo(Map.of("mechanism", "PLAIN"));
  }

  @Test
  void shouldIgnoreWhatIsNobodysUnlessItIsASlip() {
    assertThat(KEYS.read(Map.of("saga.name", "Ann", "java.home", "/opt", "path", "/bin")))
        .isNotNull();

    assertThatThrownBy(() -> KEYS.read(Map.of("saga.name", "Ann", "sgaa.size", "5")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("sgaa.size is not known; did you mean saga.size?");
  }

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "20s,PT20S", "5m,PT5M", "2h,PT2H", "1d,PT24H", "PT1M30S,PT1M30S"})
  void shouldReadDurations(String text, Duration expected) {
    Settings settings = KEYS.read(Map.of("saga.name", "Ann", "saga.wait", text));

    assertThat(settings.get(WAIT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "99ms", "25h", "5 weeks", "-5s", "0", "999999999999999d"})
  void shouldRefuseDurationsThatAreNoneOrOutOfRange(String text) {
    assertThatThrownBy(() -> KEYS.read(Map.of("saga.name", "Ann", "saga.wait", text)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(
            "saga.wait is '%s'; expected a duration from 100ms to 1d, such as".formatted(text));
  }

  @Test
  void shouldRefuseToGiveWhatItDoesNotKnow() {
    Settings settings = SettingRegistry.of(SIZE).read(Map.of());

    assertThatThrownBy(() -> settings.get(LOUD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("saga.loud");
  }

  @Test
  void shouldRefuseASettingThatIsDeclaredTwice() {
    assertThatThrownBy(() -> KEYS.with(SIZE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("declared twice");
  }

  @Test
  void shouldRefuseADefaultThatItWouldNotAccept() {
    assertThatThrownBy(() -> Setting.number("saga.size", 0, 1, 5, "How large it is."))
        .isInstanceOf(InvalidSettings.class);
  }

  @Test
  void shouldPrintItsDocumentation() {
    assertThat(SettingRegistry.of(NAME, UNIT).passing("kafka.").markdown())
        .isEqualTo(
            """
            | Key | Default | Value | Meaning |
            |---|---|---|---|
            | `saga.name` | (required) | a text | Who it is. |
            | `saga.unit` | `seconds` | nanoseconds \\| microseconds \\| milliseconds \\| seconds \\| minutes \\| hours \\| days | In which unit it counts. |
            | `kafka.*` | | | Passed on to every kafka client, without the prefix. |
            """);
  }
}
