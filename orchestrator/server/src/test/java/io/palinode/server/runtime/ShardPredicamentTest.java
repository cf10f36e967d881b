package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.PayloadCodec;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.runtime.ShardRig.Owner;
import io.palinode.server.transport.InputRecord.Source;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of sagas that cannot go on for reasons that lie in their own definitions. */
class ShardPredicamentTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ShardRig rig = new ShardRig();
  private final AtomicReference<@Nullable Error> fault = new AtomicReference<>();

  record Parcel(String label) {}

  record Ship(String label) {}

  private SagaDefinition<Parcel> ship() {
    return Saga.named("ship", Parcel.class)
        .step("hand-over")
        .at("carrier")
        .command(this::command)
        .withoutCompensation()
        .timeout(TIMEOUT)
        .retry(RetryPolicy.attempts(3).backoff(RETRY_AFTER, 1, RETRY_AFTER).jitter(0))
        .build();
  }

  private Ship command(Parcel parcel) {
    Error thrown = fault.get();
    if (thrown != null) {
      throw thrown;
    }
    return new Ship(parcel.label());
  }

  @Test
  void shouldTryAgainWhatTheSuccessorOfItsOwnerCouldNotBuild() {
    write(new SagaRequest.Start("a", "ship", Orders.CODEC.encode(new Parcel("blue"))));
    Owner owner = rig.owner(ship()).lead().deliver();
    owner.crash();
    fault.set(new NoClassDefFoundError("a library is missing"));
    Owner successor = rig.owner(ship()).lead().settle();
    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
    fault.set(null);

    rig.broker.write(
        Source.STARTS, 0, new SagaControl.Retry("a", "r-1", "It is there now.").toRecord());
    successor.settle();
    rig.clock.advance(TIMEOUT);
    successor.settle();
    rig.clock.advance(RETRY_AFTER);
    successor.settle();

    assertThat(rig.commands("carrier")).containsExactly("a/hand-over/action attempt 2 epoch 2");
  }

  record Bulk(String label, int copies) {}

  private static SagaDefinition<Bulk> bulk() {
    return parcels(Saga.named("bulk", Bulk.class)).build();
  }

  private static SagaBuilder<Bulk> parcels(SagaBuilder<Bulk> saga) {
    return saga.forEach(
            "parcels", String.class, bulk -> Collections.nCopies(bulk.copies(), bulk.label()))
        .atMost(10)
        .run(
            each ->
                each.step("ship")
                    .at("carrier")
                    .command(item -> new Ship("small"))
                    .withoutCompensation());
  }

  @Test
  void shouldRefuseASagaThatItsLogCannotHoldAndGoOn() {
    PayloadCodec codec = new PayloadCodec(200_000);
    Owner owner = rig.owner(new Definitions(List.of(bulk()), codec)).lead();
    write(new SagaRequest.Start("large", "bulk", codec.encode(new Bulk("x".repeat(99_000), 2))));
    write(new SagaRequest.Start("small", "bulk", codec.encode(new Bulk("x", 2))));

    owner.settle();

    assertThat(rig.reports()).containsExactly("large refused");
    assertThat(rig.journaled()).containsExactly(Map.entry("small", SagaStatus.RUNNING));
    assertThat(rig.commands("carrier")).containsExactly("small/ship[0]/action attempt 1 epoch 1");
  }

  private static SagaDefinition<Bulk> lateBulk() {
    SagaBuilder<Bulk> saga = Saga.named("late-bulk", Bulk.class);
    saga.step("weigh").at("carrier").command(bulk -> new Ship("small")).withoutCompensation();
    return parcels(saga).build();
  }

  @Test
  void shouldParkASagaWhoseLogCannotHoldWhatIsDecided() {
    PayloadCodec codec = new PayloadCodec(200_000);
    Owner owner = rig.owner(new Definitions(List.of(lateBulk()), codec)).lead();
    write(new SagaRequest.Start("a", "late-bulk", codec.encode(new Bulk("x".repeat(90_000), 2))));
    owner.settle();

    rig.reply(Orders.succeeded(Orders.action("a", "weigh")));
    owner.settle();

    assertThat(rig.journaled()).containsEntry("a", SagaStatus.PARKED);
    assertThat(rig.reports()).containsExactly("a parked");
  }

  private void write(SagaRequest request) {
    rig.broker.write(Source.STARTS, 0, request.toRecord());
  }
}
