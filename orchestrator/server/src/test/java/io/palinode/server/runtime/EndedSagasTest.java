package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EndedSagasTest {
  private final EndedSagas ended = new EndedSagas();

  @Test
  void shouldFindAnEntryWhateverItsLowestBit() {
    ended.put(0x5501, 7);

    assertThat(ended.find(0x5500)).isEqualTo(0x5501);
    assertThat(ended.find(0x5502)).isEqualTo(EndedSagas.NONE);
  }

  @Test
  void shouldForgetAnEntryOfTheSegmentThatNamesItLast() {
    ended.put(0x5500, 7);
    ended.put(0x5501, 8);

    ended.remove(0x5500, 7);
    assertThat(ended.find(0x5500)).isEqualTo(0x5501);
    ended.remove(0x5501, 8);
    assertThat(ended.find(0x5500)).isEqualTo(EndedSagas.NONE);
  }

  /** Hashes of 1,000 places fall on each other all the time. */
  @Test
  void shouldBehaveLikeAMapWhateverFallsOnTheSamePlace() {
    Random random = new Random(5);
    Map<Long, Long> model = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      long hash = (random.nextInt(1_000) + 1L) << (random.nextBoolean() ? 20 : 1);
      if (random.nextInt(3) == 0) {
        ended.remove(hash, 1);
        model.remove(hash);
      } else {
        long entry = hash | random.nextInt(2);
        ended.put(entry, 1);
        model.put(hash, entry);
      }
      if (i % 1_000 == 0) {
        model.forEach((key, value) -> assertThat(ended.find(key)).isEqualTo(value));
      }
    }
    for (long place = 1; place <= 1_000; place++) {
      assertThat(ended.find(place << 20))
          .isEqualTo(model.getOrDefault(place << 20, EndedSagas.NONE));
      assertThat(ended.find(place << 1)).isEqualTo(model.getOrDefault(place << 1, EndedSagas.NONE));
    }
  }
}
