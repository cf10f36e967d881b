package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FairShareTest {

  @ParameterizedTest
  @CsvSource({"8, 1, 8", "8, 2, 4", "8, 3, 3", "8, 8, 1", "8, 9, 1", "1, 3, 1"})
  void shouldLeaveRoomForEveryShard(int shards, int nodes, int share) {
    assertThat(FairShare.share(shards, nodes)).isEqualTo(share);
    assertThat(share * nodes).isGreaterThanOrEqualTo(shards);
  }
}
