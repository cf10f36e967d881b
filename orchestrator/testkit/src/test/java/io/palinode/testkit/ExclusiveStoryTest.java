package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.paths.FailurePaths;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Stories of a saga that is exclusive by a key. */
class ExclusiveStoryTest {
  private static final SagaDefinition<Visit> VISIT =
      Saga.named("visit", Visit.class)
          .exclusiveBy("customer", Visit::customer)
          .step("open-door")
          .at("house")
          .command(visit -> new OpenDoor(visit.customer()))
          .compensation(visit -> new CloseDoor(visit.customer()))
          .step("greet")
          .at("host")
          .command(visit -> new Greet(visit.customer()))
          .pivot()
          .build();

  record Visit(String customer) {}

  record OpenDoor(String customer) {}

  record CloseDoor(String customer) {}

  record Greet(String customer) {}

  private static TestedSaga<Visit> started() {
    return SagaTest.of(VISIT).started("visit-1", new Visit("anna"));
  }

  @Test
  void shouldTellOfASagaThatWaitsForItsTurn() {
    TestedSaga<Visit> story =
        started()
            .expectLock("customer", "anna")
            .after(Duration.ofHours(5))
            .isGranted()
            .expectCommand("house", new OpenDoor("anna"))
            .succeeds()
            .expectCommand("host", new Greet("anna"))
            .succeeds()
            .expectNothingSent()
            .expectCompleted();

    assertThat(story.history())
        .contains("0:00:00.000  step 'lock:customer' asks for lock/customer/anna")
        .contains("5:00:00.000  gives back lock/customer/anna");
  }

  @Test
  void shouldTellOfASagaThatIsRefused() {
    TestedSaga<Visit> story =
        started()
            .expectLock("customer", "anna")
            .isHeldBy("visit-0")
            .expectNothingSent()
            .expectCompensated();

    assertThat(story.history()).contains("because of KEY_HELD: It is held by saga visit-0.");
    started().expectLock("customer", "anna").hasNoRoomInItsQueue().expectCompensated();
  }

  @Test
  void shouldSayWhichKeyWasAskedForInstead() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> started().expectLock("customer", "ben"))
        .withMessageStartingWith("Expected the saga to ask for lock/customer/ben")
        .withMessageContaining("but sent was command to lock/customer/anna");
  }

  @Test
  void shouldWalkEveryPathOfALockThatIsGivenRefusedOrGivenLate() {
    var paths = FailurePaths.of(VISIT).faults(2).explore();

    assertThat(paths.ends())
        .containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);
    assertThat(paths.parked().keySet()).noneMatch(why -> why.contains("lock:customer"));
  }
}
