package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.BulkResult;
import io.palinode.client.BulkResult.Reported;
import io.palinode.client.SagaClient;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaStatus;
import io.palinode.server.e2e.TripSaga.Trip;
import io.palinode.settings.ClientSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many sagas started at once, by a client that may follow few at a time. */
@ExtendWith(PalinodeServers.class)
@Timeout(60)
class BulkStartTest {
  private static final int TRIPS = 30;
  private static final int OPEN = 10;
  private static final String SAGA = TripSaga.PATIENT.name();

  @Test
  void shouldRunEachSagaOnceAndStartNoneAgain(EmbeddedCluster cluster) throws InterruptedException {
    try (World world = World.withNode(cluster);
        SagaClient client = clientOfFew(world)) {
      List<BulkResult> ended = client.startAll(SAGA, trips()).untilEnded();
      List<BulkResult> again = client.startAll(SAGA, trips()).untilEnded();

      shouldAllBeCompleted(ended);
      shouldAllBeCompleted(again);
      trips()
          .forEach(
              trip ->
                  assertThat(world.participants().effects(trip.getKey()))
                      .hasSize(5)
                      .allSatisfy((command, count) -> assertThat(count).isEqualTo(1)));
    }
  }

  private static void shouldAllBeCompleted(List<BulkResult> results) {
    assertThat(results)
        .hasSize(TRIPS)
        .allSatisfy(
            result ->
                assertThat(((Reported) result).report().status()).isEqualTo(SagaStatus.COMPLETED));
  }

  private static SagaClient clientOfFew(World world) {
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", world.settings().get("kafka.bootstrap.servers"));
    settings.put("saga.namespace", world.topics().namespace());
    settings.put("saga.client.max.open", Integer.toString(OPEN));
    return KafkaSagaClient.connect(ClientSettings.of(settings));
  }

  private static Stream<Map.Entry<String, Trip>> trips() {
    return IntStream.range(0, TRIPS).mapToObj(i -> Map.entry("trip-" + i, Trip.to("Rome")));
  }
}
