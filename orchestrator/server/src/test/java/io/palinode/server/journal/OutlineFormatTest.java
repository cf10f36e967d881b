package io.palinode.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.saga.Outline;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a namespace remembers of a definition, as the golden file has it. Its bytes never change.
 */
class OutlineFormatTest {
  record Trip(List<String> cities) {}

  record Booked(String number) {}

  private static final SagaDefinition<Trip> EVERY_KIND =
      Saga.named("plan-trip", Trip.class)
          .version(3)
          .parallel("reserve")
          .atOnce(2)
          .branch(
              flight ->
                  flight
                      .step("book-flight")
                      .at("airline")
                      .command(trip -> trip)
                      .onReply(Booked.class, (trip, booked) -> trip)
                      .compensation(trip -> trip)
                      .timeout(Duration.ofMillis(90_500))
                      .retry(RetryPolicy.attempts(5).notOn("FULL", "CLOSED")))
          .branch(
              rest ->
                  rest.forEach("rooms", String.class, Trip::cities)
                      .atMost(4)
                      .run(
                          room ->
                              room.step("book-room")
                                  .at("hotel")
                                  .command(each -> each.item())
                                  .withoutCompensation()))
          .join()
          .choice("insurance")
          .when(
              "world",
              trip -> trip.cities().size() > 3,
              world -> world.step("insure-world").at("insurer").command(trip -> trip).pivot())
          .otherwiseNothing()
          .step("send-ticket")
          .at("post")
          .command(trip -> trip)
          .retriable()
          .retry(RetryPolicy.forever())
          .build();

  private static final StoredDefinition STORED = StoredDefinition.of(EVERY_KIND);

  @Test
  void shouldWriteADefinitionAsTheGoldenFileHasIt() {
    assertThat(new String(OutlineCodec.write(STORED), UTF_8)).isEqualTo(golden().trim());
  }

  @Test
  void shouldReadADefinitionFromTheGoldenFile() {
    assertThat(OutlineCodec.read(golden().getBytes(UTF_8))).isEqualTo(STORED);
  }

  @Test
  void shouldKeepKindsAndFactsThatItDoesNotKnowAndPassOverUnknownFields() {
    String newer =
        "{\"later\":[1],\"outline\":{\"kind\":\"saga\",\"name\":\"a\",\"more\":{},\"inside\":"
            + "[{\"kind\":\"nap\",\"name\":\"b\",\"facts\":{\"deep\":\"yes\"}}]},"
            + "\"fingerprint\":\"f\",\"version\":2,\"saga\":\"a\",\"format\":1}";

    assertThat(OutlineCodec.read(newer.getBytes(UTF_8)).outline().inside())
        .containsExactly(new Outline("nap", "b", Map.of("deep", "yes"), List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"format":2,"saga":"a","version":1,"fingerprint":"f"} | its format is 2; this version reads 1
          {"format":1,"saga":"a","version":1,"fingerprint":"f"} | lacks 'saga', 'fingerprint' or 'outline'
          {"format":1,"outline":{"name":"a"}}                   | lacks 'kind' or 'name'
          {"format":1,"outline":[]}                             | an outline is no object
          []                                                    | a definition is no object
          {"format":1                                           | is no definition
          """)
  void shouldRefuseWhatItDoesNotUnderstand(String text, String expected) {
    assertThatThrownBy(() -> OutlineCodec.read(text.getBytes(UTF_8)))
        .isInstanceOf(UnreadableLog.class)
        .hasMessageContaining(expected);
  }

  private static String golden() {
    try (InputStream file = OutlineFormatTest.class.getResourceAsStream("definition.json")) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError("The golden file cannot be read.", e);
    }
  }
}
