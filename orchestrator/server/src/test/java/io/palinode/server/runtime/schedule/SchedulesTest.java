package io.palinode.server.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.PayloadCodec;
import io.palinode.message.Topics;
import io.palinode.message.WireHeader;
import io.palinode.message.WireRecord;
import io.palinode.saga.Missed;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.ScheduleBuilder;
import io.palinode.saga.ScheduledStart;
import io.palinode.server.coordination.MemoryFiringMemory;
import io.palinode.server.transport.Publisher;
import io.palinode.server.transport.RecordRefused;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes that share a memory and a Kafka, in virtual time. */
class SchedulesTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final MemoryFiringMemory memory = new MemoryFiringMemory();
  private final Kafka kafka = new Kafka();
  private Function<ZonedDateTime, Settlement> data = time -> new Settlement(time.toString());

  record Settlement(String time) {}

  @Test
  void shouldFireNothingOfTheTimeBeforeItWasNew() {
    Node node = node(hourly(Missed.FIRE_ALL));

    node.tick("12:30:00", "12:59:59");
    assertThat(kafka.asked).isEmpty();
    node.tick("13:00:00", "13:00:01", "13:59:59", "14:00:00.200");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00", "hourly@14:00:00");
  }

  @Test
  void shouldAskWithTheDataOfTheMoment() {
    Node node =
        node(saga -> saga.cron("0 3 * * *", ZoneId.of("Europe/Berlin")).ifMissed(Missed.SKIP));
    node.tick("12:00:00");

    node.schedules.tick(Instant.parse("2026-11-24T02:00:00.1Z"));

    assertThat(kafka.records)
        .extracting(record -> record.key() + " " + text(record))
        .containsExactly(
            "hourly@2026-11-24T02:00:00Z {\"time\":\"2026-11-24T03:00+01:00[Europe/Berlin]\"}");
    assertThat(kafka.records.get(0).headers()).containsEntry(WireHeader.SAGA, "hourly");
  }

  @Test
  void shouldGoOnWhereTheNodeBeforeItWasKilled() {
    Node killed = node(hourly(Missed.FIRE_LAST));
    Node successor = node(hourly(Missed.FIRE_LAST));
    killed.tick("12:30:00", "13:00:00", "13:00:01");

    successor.tick("13:00:07", "14:00:00", "14:00:01");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00", "hourly@14:00:00");
  }

  @Test
  void shouldFireAgainWhatANodeMayHaveFiredWhenItWasKilled() {
    Node killed = node(hourly(Missed.SKIP));
    killed.tick("12:30:00", "13:00:00"); // Kafka has the start, the mark stands where it stood
    Node successor = node(hourly(Missed.SKIP));

    successor.tick("13:00:20", "13:00:21");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00", "hourly@13:00:00");
  }

  @Test
  void shouldFireTheSameSagasWhereTwoNodesBelieveToBeTheOne() {
    Node one = node(hourly(Missed.FIRE_ALL));
    Node other = node(hourly(Missed.FIRE_ALL));
    for (String time :
        List.of("12:30:00", "13:00:00", "13:00:01", "14:00:00", "14:00:01", "14:00:02")) {
      one.tick(time);
      other.tick(time);
    }

    assertThat(kafka.asked).containsOnly("hourly@13:00:00", "hourly@14:00:00").hasSizeBetween(2, 4);
  }

  @Test
  void shouldLeaveItToTheOwnerOfItsShard() {
    Node node = node(hourly(Missed.FIRE_ALL));
    node.tick("12:30:00");
    node.owner = false;
    node.tick("13:00:00");
    assertThat(kafka.asked).isEmpty();

    node.owner = true;
    node.tick("13:00:05");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00");
  }

  @Test
  void shouldPassOverWhatWasMissedWhereTold() {
    Node node = afterADayWithout(hourly(Missed.SKIP));

    node.tick("+1 12:30:00", "+1 12:30:01", "+1 13:00:00");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00");
  }

  @Test
  void shouldMakeUpForTheLastOneThatWasMissedWhereTold() {
    Node node = afterADayWithout(hourly(Missed.FIRE_LAST));

    node.tick("+1 12:30:00", "+1 12:30:01", "+1 13:00:00");

    assertThat(kafka.asked).containsExactly("hourly@12:00:00", "hourly@13:00:00");
  }

  @Test
  void shouldMakeUpForNoneWhereTheNextOneIsInTime() {
    Node node = afterADayWithout(hourly(Missed.FIRE_LAST));

    node.tick("+1 13:00:30", "+1 13:00:31");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00");
  }

  @Test
  void shouldMakeUpForAllWhereTold() {
    Node node = afterADayWithout(hourly(Missed.FIRE_ALL));

    node.tick("+1 12:30:00", "+1 12:30:01");

    assertThat(kafka.asked)
        .isEqualTo(
            IntStream.range(13, 37)
                .mapToObj("hourly@%02d:00:00"::formatted)
                .map(id -> id.compareTo("hourly@24") < 0 ? id : next(id))
                .toList());
  }

  @Test
  void shouldMakeUpForTheLastOnesWhereTooManyWereMissed() {
    Node node =
        afterADayWithout(saga -> saga.every(Duration.ofMinutes(1)).ifMissed(Missed.FIRE_ALL));

    node.tick("+1 12:30:30", "+1 12:30:31");

    assertThat(kafka.asked)
        .hasSize(Missed.MOST + 1)
        .doesNotHaveDuplicates()
        .endsWith("hourly@12:30:00");
    assertThat(kafka.asked.get(0)).as("1,000 and the one in time").isEqualTo("hourly@19:50:00");
  }

  @Test
  void shouldFireEveryOneThatIsInTimeWhateverIsToBecomeOfMissedOnes() {
    Node node = node(saga -> saga.every(Duration.ofSeconds(1)).ifMissed(Missed.SKIP));
    node.tick("12:00:00");

    node.tick("12:00:10", "12:00:10.5");

    assertThat(kafka.asked)
        .isEqualTo(IntStream.rangeClosed(1, 10).mapToObj("hourly@12:00:%02d"::formatted).toList());
  }

  @Test
  void shouldFindTheLastOneOfAYearOfSeconds() {
    Node node = node(saga -> saga.every(Duration.ofSeconds(1)).ifMissed(Missed.FIRE_LAST));
    node.tick("12:00:00");

    node.schedules.tick(NOON.plus(Duration.ofDays(365)).plusMillis(500));

    assertThat(kafka.asked).as("those of the last minute").hasSize(60);
  }

  @Test
  void shouldNotMoveOnBeforeKafkaHasTheStart() {
    kafka.failing = new IllegalStateException("Not now.");
    Node node = node(hourly(Missed.SKIP));
    node.tick("12:30:00", "13:00:00", "13:00:01", "13:00:02");
    kafka.failing = null;

    node.tick("13:00:03", "13:00:04", "13:00:05");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00");
  }

  @Test
  void shouldGoOnWhenTheMemoryWasAway() {
    Node node = node(hourly(Missed.SKIP));
    node.tick("12:30:00", "13:00:00");
    memory.away(true);
    node.tick("13:00:01", "13:00:02");
    memory.away(false);

    node.tick("13:00:03", "13:00:04", "14:00:00", "14:00:01");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00", "hourly@14:00:00");
  }

  @Test
  void shouldBuryAFiringWhoseDataCannotBeMadeAndGoOn() {
    data =
        time -> {
          if (time.getHour() == 13) {
            throw new IllegalStateException("My own fault.");
          }
          return new Settlement(time.toString());
        };
    Node node = node(hourly(Missed.FIRE_ALL));

    node.tick("12:30:00", "13:00:00", "13:00:01", "14:00:00");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00 dead", "hourly@14:00:00");
    assertThat(kafka.records.get(0).headers().get(WireHeader.DLT_REASON)).contains("My own fault.");
  }

  @Test
  void shouldBuryAFiringThatTheBrokerRefusesForEver() {
    kafka.failing = new RecordRefused("Too large.", new IllegalStateException());
    Node node = node(hourly(Missed.FIRE_ALL));

    node.tick("12:30:00", "13:00:00", "13:00:01", "13:00:02");

    assertThat(kafka.asked).containsExactly("hourly@13:00:00 dead");
  }

  private Node afterADayWithout(
      Function<SagaBuilder<Settlement>, ScheduleBuilder<Settlement>> schedule) {
    node(schedule).tick("12:30:00");
    return node(schedule);
  }

  private static Function<SagaBuilder<Settlement>, ScheduleBuilder<Settlement>> hourly(
      Missed missed) {
    return saga -> saga.every(Duration.ofHours(1)).ifMissed(missed);
  }

  private Node node(Function<SagaBuilder<Settlement>, ScheduleBuilder<Settlement>> schedule) {
    ScheduledStart<?> start =
        schedule
            .apply(Saga.named("hourly", Settlement.class))
            .data(time -> data.apply(time))
            .step("settle")
            .at("books")
            .command(settlement -> settlement)
            .withoutCompensation()
            .build()
            .starts()
            .schedule()
            .orElseThrow();
    return new Node(start);
  }

  private static String next(String id) {
    return "hourly@%02d:00:00".formatted(Integer.parseInt(id.substring(7, 9)) - 24);
  }

  private static String text(WireRecord record) {
    return new String(record.value(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private final class Node {
    private final Schedules schedules;
    private boolean owner = true;

    private Node(ScheduledStart<?> start) {
      FiringTools tools =
          new FiringTools(new Topics("palinode"), new PayloadCodec(), kafka, memory);
      schedules = new Schedules(List.of(start), tools, 8, shard -> owner);
    }

    /** Looks at the clock at these times of the day, or of the one behind it. */
    private void tick(String... times) {
      for (String time : times) {
        boolean tomorrow = time.startsWith("+1 ");
        String day = tomorrow ? "2026-11-24T" : "2026-11-23T";
        schedules.tick(Instant.parse(day + time.substring(tomorrow ? 3 : 0) + "Z"));
      }
    }
  }

  /** Remembers what was asked for, unless it fails; a dead letter is always taken. */
  private static final class Kafka implements Publisher {
    private final List<String> asked = new ArrayList<>();
    private final List<WireRecord> records = new ArrayList<>();
    private Exception failing;

    @Override
    public void send(String topic, WireRecord record, Ack ack) {
      boolean dead = topic.equals("palinode.starts-dlt");
      if (failing != null && !dead) {
        ack.failed(failing);
        return;
      }
      assertThat(topic).startsWith("palinode.starts");
      String moment = record.key().replaceAll("@.*T(.*)Z", "@$1");
      asked.add(dead ? moment + " dead" : moment);
      records.add(record);
      ack.acknowledged();
    }
  }
}
