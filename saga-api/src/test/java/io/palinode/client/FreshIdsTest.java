package io.palinode.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreshIdsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T03:00:00.123Z"));
  private final FreshIds ids = new FreshIds(now::get, new Random(7));

  @Test
  void shouldBeUuidsOfVersionSevenThatBeginWithTheTime() {
    UUID id = UUID.fromString(SagaId.require(ids.next()));

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(now.get().toEpochMilli());
  }

  @Test
  void shouldSortByTimeAndDifferWithinAMillisecond() {
    List<String> sooner = Stream.generate(ids::next).limit(1_000).toList();
    now.set(now.get().plusMillis(1));
    List<String> later = Stream.generate(ids::next).limit(1_000).toList();

    assertThat(Stream.concat(sooner.stream(), later.stream())).doesNotHaveDuplicates();
    assertThat(sooner).allSatisfy(id -> assertThat(id).isLessThan(later.get(0)));
  }

  @Test
  void shouldUseAllOfItsChance() {
    long seenHigh = 0;
    long seenLow = 0;
    for (int i = 0; i < 1_000; i++) {
      UUID id = UUID.fromString(ids.next());
      seenHigh |= id.getMostSignificantBits();
      seenLow |= id.getLeastSignificantBits();
    }

    assertThat(seenHigh & 0xfff).isEqualTo(0xfff);
    assertThat(seenLow << 2).isEqualTo(-1L << 2);
  }

  @Test
  void shouldTakeTheTimeFromItsClock() {
    InstantSource frozen = InstantSource.fixed(Instant.EPOCH);

    assertThat(new FreshIds(frozen, new Random(1)).next()).startsWith("00000000-0000-7");
  }
}
