package io.palinode.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.palinode.message.SagaStatus;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.testkit.Weddings.Book;
import io.palinode.testkit.Weddings.Booked;
import io.palinode.testkit.Weddings.Cancel;
import io.palinode.testkit.Weddings.Disinvite;
import io.palinode.testkit.Weddings.Guest;
import io.palinode.testkit.Weddings.Invite;
import io.palinode.testkit.Weddings.Send;
import io.palinode.testkit.Weddings.Wedding;
import io.palinode.testkit.paths.FailurePaths;
import io.palinode.testkit.paths.Fault;
import io.palinode.testkit.paths.PathReport;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stories of sagas that go several ways. */
class ForkedStoryTest {
  private static final Guest ADA = new Guest("Ada", false);
  private static final Guest BOB = new Guest("Bob", true);
  private static final Guest EVE = new Guest("Eve", false);

  @Test
  void shouldTellOfAWeddingWithEverything() {
    var story = placeBooked(2_000, ADA, BOB, EVE).expectCommand("agency", book("band")).succeeds();
    var ada = story.expectCommand("post", new Invite("Ada"));
    story.expectCommand("post", new Invite("Bob")).succeeds();
    story.expectCommand("toyshop", new Send("toy for Bob")).succeeds();
    story.expectCommand("post", new Invite("Eve")).succeeds().expectNothingSent();
    ada.succeeds();

    story
        .expectCommand("registry", book("registry"))
        .succeeds()
        .expectCompleted(wedding(2_000, ADA, BOB, EVE).with("church", no(1)).with("hall", no(2)));
  }

  @Test
  void shouldTellOfAWeddingThatIsCalledOff() {
    var story = placeBooked(0, ADA, EVE).expectCommand("library", book("records")).succeeds();
    story.expectCommand("post", new Invite("Ada")).succeeds();
    story.expectCommand("post", new Invite("Eve")).succeeds();
    story.expectCommand("registry", book("registry")).rejects("COLD_FEET");

    var eve = story.expectCompensation("post", new Disinvite("Eve"));
    story.expectCompensation("post", new Disinvite("Ada")).succeeds().expectNothingSent();
    eve.succeeds();
    var church = story.expectCompensation("parish", cancel("church"));
    story.expectCompensation("kitchen", cancel("cook")).succeeds();
    story.expectCompensation("town", cancel("hall")).succeeds();
    church.succeeds().expectCompensated();
  }

  @Test
  void shouldWaitForTheChurchWhenTheHallIsTaken() {
    var story = started(wedding(0));
    var hall = story.expectCommand("town", book("hall"));
    var church = story.expectCommand("parish", book("church"));

    hall.rejects("TAKEN").expectNothingSent();
    church.succeeds(no(1));

    story.expectCompensation("parish", cancel("church")).succeeds().expectCompensated();
  }

  @Test
  void shouldRefuseMoreGuestsThanThereAreChairs() {
    var story =
        placeBooked(0, ADA, BOB, EVE, ADA).expectCommand("library", book("records")).succeeds();

    assertThat(story.history())
        .contains(
            "choice 'music' takes 'otherwise'",
            "compensating because of TOO_MANY_ITEMS: For-each 'invite-all' has 4 items; at most 3"
                + " are allowed.");
  }

  @Test
  void shouldTellOfAChoiceThatCannotBeMade() {
    SagaDefinition<Wedding> broken =
        Saga.named("plan-wedding", Wedding.class)
            .choice("music")
            .when(
                "band",
                wedding -> wedding.guests().get(7).child(),
                branch ->
                    branch.step("book-band").at("agency").command(w -> "").withoutCompensation())
            .otherwiseNothing()
            .build();

    SagaTest.of(broken).started("w-1", wedding(0)).expectParked("CHOICE_NOT_MADE");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> started(wedding(0)).expectParked("CHOICE_NOT_MADE"))
        .withMessageStartingWith("Expected the saga to be parked because of CHOICE_NOT_MADE");
  }

  @Test
  void shouldSayThatACommandReadsWhatABranchBesideItWrites() {
    SagaDefinition<Wedding> mixed =
        Saga.named("plan-wedding", Wedding.class)
            .parallel("book-place")
            .branch(
                branch ->
                    branch
                        .step("book-hall")
                        .at("town")
                        .command(wedding -> new Book("hall", wedding.id()))
                        .onReply(Booked.class, (wedding, reply) -> wedding.with("hall", reply))
                        .withoutCompensation())
            .branch(
                branch ->
                    branch
                        .step("book-church")
                        .at("parish")
                        .command(wedding -> new Book("church", wedding.booked().toString()))
                        .withoutCompensation())
            .join()
            .build();
    var hall = SagaTest.of(mixed).started("w-1", wedding(0)).expectCommand("town", book("hall"));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> hall.succeeds(no(2)))
        .withMessageContaining(
            "Expected step 'book-church' to build its command again after a crash as it was built"
                + " before:")
        .withMessageContaining("{\"what\":\"church\",\"wedding\":\"{}\"}")
        .withMessageContaining("{\"what\":\"church\",\"wedding\":\"{hall=no-2}\"}");
  }

  @Test
  void shouldKeepItsRulesOnEveryPathOfAWedding() {
    PathReport paths =
        FailurePaths.of(Weddings.plan()).startedWith(wedding(2_000, BOB, EVE)).faults(1).explore();

    assertThat(paths.ends())
        .containsOnlyKeys(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);
    assertThat(paths.met().keySet())
        .as(
            "all that one fault can be where no time is set; a saga is parked by another one before")
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Fault.DEADLINE, Fault.INDECISION, Fault.RETRY)));
  }

  @Test
  void shouldFindAChoiceThatThrows() {
    SagaDefinition<Wedding> hasty =
        Saga.named("hasty-wedding", Wedding.class)
            .choice("music")
            .when(
                "band",
                wedding -> wedding.booked().get("band").isEmpty(),
                branch ->
                    branch
                        .step("book-band")
                        .at("agency")
                        .command(wedding -> book("band"))
                        .withoutCompensation())
            .otherwiseNothing()
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(FailurePaths.of(hasty)::explore)
        .withMessageStartingWith("A function throws on this path: Choice 'music'");
  }

  private static TestedSaga<Wedding> placeBooked(int budget, Guest... guests) {
    var story = started(wedding(budget, guests));
    var hall = story.expectCommand("town", book("hall"));
    var church = story.expectCommand("parish", book("church"));
    church.succeeds(no(1)).expectNothingSent();
    hall.succeeds(no(2));
    return story.expectCommand("kitchen", book("cook")).succeeds();
  }

  private static TestedSaga<Wedding> started(Wedding wedding) {
    return SagaTest.of(Weddings.plan()).started("w-1", wedding);
  }

  private static Wedding wedding(int budget, Guest... guests) {
    return new Wedding("w-1", budget, List.of(guests), Map.of());
  }

  private static Book book(String what) {
    return new Book(what, "w-1");
  }

  private static Cancel cancel(String what) {
    return new Cancel(what, "w-1");
  }

  private static Booked no(int number) {
    return new Booked("no-" + number);
  }
}
