package io.palinode.server.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Reason;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import io.palinode.server.runtime.ShardRig.Owner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a saga whose log cannot be read. */
class ShardDamageTest {
  private final ShardRig rig = new ShardRig();

  @Test
  void shouldTellWhoeverFollowsASagaThatItsLogCannotBeRead() {
    Owner owner = rig.owner();
    rig.start("a", "b");
    owner.lead().settle().crash();
    rig.journals.changeLog("a", "gibberish\n".getBytes(UTF_8));
    rig.clock.advance(Duration.ofSeconds(3));

    rig.owner().lead().settle();

    List<SagaReport> reports =
        rig.broker.records(ShardRig.TOPICS.events()).stream().map(SagaReport::from).toList();
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).sagaId()).isEqualTo("a");
    assertThat(reports.get(0).status()).isEqualTo(SagaStatus.PARKED);
    assertThat(reports.get(0).atMillis()).isEqualTo(rig.clock.millis());
    assertThat(reports.get(0).reason()).extracting(Reason::code).isEqualTo("CORRUPT");
  }
}
