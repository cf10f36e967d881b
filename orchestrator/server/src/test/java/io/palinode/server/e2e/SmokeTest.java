package io.palinode.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.client.SagaClient;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.participant.Participant;
import io.palinode.participant.Reply;
import io.palinode.participant.kafka.KafkaParticipant;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.settings.ClientSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SmokeTest {
  record Trip(String city, boolean full) {}

  record BookHotel(String city) {}

  record CancelHotel(String city) {}

  record BookFlight(String city, boolean full) {}

  record SendTicket(String city) {}

  static final SagaDefinition<Trip> TRIP =
      Saga.named("book-trip", Trip.class)
          .step("book-hotel")
          .at("hotel")
          .command(trip -> new BookHotel(trip.city()))
          .compensation(trip -> new CancelHotel(trip.city()))
          .step("book-flight")
          .at("flight")
          .command(trip -> new BookFlight(trip.city(), trip.full()))
          .pivot()
          .step("send-ticket")
          .at("hotel")
          .command(trip -> new SendTicket(trip.city()))
          .retriable()
          .build();

  @Test
  void runs() throws Exception {
    try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
      Map<String, String> settings =
          Map.of(
              "kafka.bootstrap.servers",
              cluster.bootstrapServers(),
              "saga.zookeeper.connect",
              cluster.connectString());
      Map<String, String> client =
          Map.of("kafka.bootstrap.servers", cluster.bootstrapServers());
      Participant hotel =
          Participant.named("hotel")
              .on(BookHotel.class, (c, x) -> Reply.succeeded())
              .on(SendTicket.class, (c, x) -> Reply.succeeded())
              .onCompensation(CancelHotel.class, (c, x) -> Reply.succeeded())
              .build();
      Participant flight =
          Participant.named("flight")
              .on(
                  BookFlight.class,
                  (c, x) -> c.full() ? Reply.rejected("FULL", "no seat") : Reply.succeeded())
              .build();
      try (Orchestrator o = Orchestrator.start(settings, List.of(TRIP));
          KafkaParticipant p1 = KafkaParticipant.start(hotel, ClientSettings.of(client));
          KafkaParticipant p2 = KafkaParticipant.start(flight, ClientSettings.of(client));
          SagaClient sagas = KafkaSagaClient.connect(ClientSettings.of(client))) {
        SagaReport ok =
            sagas.start("trip-1", "book-trip", new Trip("Rome", false)).outcome()
                .get(20, TimeUnit.SECONDS);
        assertThat(ok.status()).isEqualTo(SagaStatus.COMPLETED);
        SagaReport no =
            sagas.start("trip-2", "book-trip", new Trip("Oslo", true)).outcome()
                .get(20, TimeUnit.SECONDS);
        assertThat(no.status()).isEqualTo(SagaStatus.COMPENSATED);
        System.out.println(no);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          long t = System.nanoTime();
          sagas.start("trip-x" + i, "book-trip", new Trip("Rome", false)).outcome()
              .get(20, TimeUnit.SECONDS);
          times.add((System.nanoTime() - t) / 1000);
        }
        times.sort(null);
        System.out.println("p50 us " + times.get(150) + " p99 " + times.get(297));
        System.out.println(o.counters());
      }
    }
  }
}
