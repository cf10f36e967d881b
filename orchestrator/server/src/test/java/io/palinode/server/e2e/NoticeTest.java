package io.palinode.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.SagaStatus;
import io.palinode.message.WireRecord;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.e2e.TripSaga.BookHotel;
import io.palinode.server.e2e.TripSaga.CancelHotel;
import io.palinode.server.e2e.TripSaga.ChargeCard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What definitions have to say reaches their own topics, over real servers. */
@ExtendWith(PalinodeServers.class)
class NoticeTest {
  record Visit(String city) {}

  record CitySeen(String city) {}

  record CityMissed(String city, String why) {}

  @Test
  void shouldTellHowSagasEndOnTopicsThatItMakes(EmbeddedCluster cluster) {
    try (World world = new World(cluster)) {
      String seen = world.topics().namespace() + ".cities-seen";
      String missed = world.topics().namespace() + ".cities-missed";
      world.startNode(List.of(visit(seen, missed)));
      Answer full = Answer.reject("FULL");
      world.participants().onAction("full", "book-hotel", full);

      var good = world.client().start("good", "visit", new Visit("Rome"));
      var bad = world.client().start("full", "visit", new Visit("Pisa"));

      assertThat(World.outcome(good).status()).isEqualTo(SagaStatus.COMPLETED);
      assertThat(World.outcome(bad).status()).isEqualTo(SagaStatus.COMPENSATED);
      World.waiting()
          .until(() -> world.znodes().pathsWith("/log/").stream().noneMatch(this::isLog));
      assertThat(notices(world, seen)).containsExactly("good city-seen {\"city\":\"Rome\"}");
      assertThat(notices(world, missed))
          .containsExactly("full city-missed {\"city\":\"Pisa\",\"why\":\"FULL\"}");
    }
  }

  private boolean isLog(String path) {
    return path.endsWith("/good") || path.endsWith("/full");
  }

  private static List<String> notices(World world, String topic) {
    return world.probe().read(topic).stream().map(found -> words(found.record())).toList();
  }

  private static String words(WireRecord record) {
    return "%s %s %s"
        .formatted(
            record.headers().get("ce_subject"),
            record.headers().get("ce_type"),
            new String(record.value(), UTF_8));
  }

  private static SagaDefinition<Visit> visit(String seen, String missed) {
    return Saga.named("visit", Visit.class)
        .onCompleted(seen, visit -> new CitySeen(visit.city()))
        .onCompensated(missed, (visit, why) -> new CityMissed(visit.city(), why.code()))
        .step("book-hotel")
        .at(TripSaga.AGENCY)
        .command(visit -> new BookHotel(visit.city()))
        .compensation(visit -> new CancelHotel(visit.city()))
        .step("charge-card")
        .at(TripSaga.BANK)
        .command(visit -> new ChargeCard(visit.city(), "", ""))
        .pivot()
        .build();
  }
}
