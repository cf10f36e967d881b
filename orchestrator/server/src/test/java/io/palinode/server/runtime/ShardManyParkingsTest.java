package io.palinode.server.runtime;

import static io.palinode.server.runtime.Orders.action;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.Reason;
import io.palinode.message.ReplyMessage;
import io.palinode.message.SagaControl;
import io.palinode.message.WireRecord;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A saga that parks again and again tells of each time. */
class ShardManyParkingsTest {
  private static final String STUCK = "shop.stuck";
  private static final String LABEL = "label";
  private static final SagaDefinition<?> SHIPPING =
      Saga.named(Orders.SAGA, Orders.Order.class)
          .onParked(STUCK, (order, reason) -> order)
          .step(LABEL)
          .at("shipping")
          .command(order -> order)
          .retriable()
          .retry(RetryPolicy.never())
          .build();

  private final ShardRig rig = new ShardRig();

  /** Published-through stands still: this owner cannot know what the other log owes. */
  @Test
  void shouldNotFillItsLogWithWhatKafkaHasWhileAnotherLogCannotBeRead() {
    rig.start("a", "b");
    rig.owner(SHIPPING).lead().settle().crash();
    rig.journals.changeLog("b", "oops".getBytes(UTF_8));
    long published = rig.head().publishedThrough();
    Owner owner = rig.owner(SHIPPING).lead().settle();
    int times = 300;

    for (int attempt = 1; attempt <= times; attempt++) {
      park(owner, attempt);
      retry(owner, attempt);
    }

    assertThat(rig.head().publishedThrough()).isEqualTo(published);
    assertThat(ids(STUCK)).hasSize(times);
  }

  @Test
  void shouldGiveEachReportAnIdOfItsOwnAndSendItAgainUnderThat() {
    rig.start("a");
    Owner owner = rig.owner(SHIPPING).lead().settle();
    park(owner, 1);
    retry(owner, 1);
    rig.inquire("a");
    owner.settle();
    park(owner, 2);
    List<String> ids = ids(ShardRig.TOPICS.events());
    assertThat(ids).as("parked, running for r-1, running, parked").hasSize(4);
    int sent = sent(ShardRig.TOPICS.events()).size();

    owner.crash();
    rig.owner(SHIPPING).lead().settle();

    assertThat(sent(ShardRig.TOPICS.events())).hasSizeGreaterThan(sent);
    assertThat(ids(ShardRig.TOPICS.events())).isEqualTo(ids);
  }

  private void park(Owner owner, int attempt) {
    Rejected no = new Rejected(new Reason("NO", "-".repeat(1_000)));
    rig.reply(new ReplyMessage(action("a", LABEL), attempt, no).toRecord());
    owner.settle();
  }

  private void retry(Owner owner, int attempt) {
    WireRecord retry = new SagaControl.Retry("a", "r-" + attempt, "").toRecord();
    rig.broker.write(Source.STARTS, 0, retry);
    owner.settle();
  }

  private List<String> ids(String topic) {
    return sent(topic).stream().map(each -> each.headers().get("ce_id")).distinct().toList();
  }

  private List<WireRecord> sent(String topic) {
    return rig.broker.records(topic);
  }
}
