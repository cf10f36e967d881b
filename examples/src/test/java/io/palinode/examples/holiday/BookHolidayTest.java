package io.palinode.examples.holiday;

import io.palinode.examples.holiday.BookHoliday.BookRoom;
import io.palinode.examples.holiday.BookHoliday.CancelRoom;
import io.palinode.examples.holiday.BookHoliday.ChargeCard;
import io.palinode.examples.holiday.BookHoliday.RegisterGuest;
import io.palinode.examples.holiday.BookRide.CancelMeal;
import io.palinode.examples.holiday.BookRide.FreeSeat;
import io.palinode.examples.holiday.BookRide.HoldSeat;
import io.palinode.examples.holiday.BookRide.OrderMeal;
import io.palinode.examples.holiday.BookRide.SeatHeld;
import io.palinode.examples.holiday.Holiday.Room;
import io.palinode.testkit.SagaTest;
import io.palinode.testkit.TestedSaga;
import io.palinode.testkit.paths.FailurePaths;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a holiday. */
class BookHolidayTest {
  private static final Holiday HOLIDAY =
      Holiday.planned("h-1", "Bern", "Rome", List.of(new Room("double", List.of("Ann", "Bob"))));

  @Test
  void shouldBookARideThereAndARideBackAndTheRooms() {
    bothRides()
        .expectCommand("hotel", new BookRoom("Rome", "double"))
        .succeeds()
        .expectCommand("hotel", new RegisterGuest("double", "Ann"))
        .succeeds()
        .expectCommand("hotel", new RegisterGuest("double", "Bob"))
        .succeeds()
        .expectCommand("bank", new ChargeCard("h-1", 880))
        .succeeds()
        .expectCompleted(
            new Holiday("h-1", "Bern", "Rome", HOLIDAY.rooms(), List.of("12A", "7F"), 880));
  }

  @Test
  void shouldGiveBothRidesBackWhereAGuestIsNotWelcome() {
    bothRides()
        .expectCommand("hotel", new BookRoom("Rome", "double"))
        .succeeds()
        .expectCommand("hotel", new RegisterGuest("double", "Ann"))
        .rejects("NOT_WELCOME")
        .expectCompensation("hotel", new CancelRoom("Rome", "double"))
        .succeeds()
        .expectCompensation("caterer", new CancelMeal("7F"))
        .succeeds()
        .expectCompensation("railway", new FreeSeat("Rome", "Bern"))
        .succeeds()
        .expectCompensation("caterer", new CancelMeal("12A"))
        .succeeds()
        .expectCompensation("railway", new FreeSeat("Bern", "Rome"))
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldNotSellRidesAlone() {
    bothRides(Holiday.planned("h-1", "Bern", "Rome", List.of()))
        .expectCompensation("caterer", new CancelMeal("7F"))
        .succeeds()
        .expectCompensation("railway", new FreeSeat("Rome", "Bern"))
        .succeeds()
        .expectCompensation("caterer", new CancelMeal("12A"))
        .succeeds()
        .expectCompensation("railway", new FreeSeat("Bern", "Rome"))
        .succeeds()
        .expectCompensated();
  }

  @Test
  void shouldKeepItsRulesWhateverGoesWrong() {
    FailurePaths.of(BookHoliday.DEFINITION).startedWith(HOLIDAY).faults(1).explore();
  }

  private static TestedSaga<Holiday> bothRides() {
    return bothRides(HOLIDAY);
  }

  private static TestedSaga<Holiday> bothRides(Holiday holiday) {
    return SagaTest.of(BookHoliday.DEFINITION)
        .started("h-1", holiday)
        .expectCommand("railway", new HoldSeat("Bern", "Rome"))
        .succeeds(new SeatHeld("12A"))
        .expectCommand("caterer", new OrderMeal("12A"))
        .succeeds()
        .expectCommand("railway", new HoldSeat("Rome", "Bern"))
        .succeeds(new SeatHeld("7F"))
        .expectCommand("caterer", new OrderMeal("7F"))
        .succeeds();
  }
}
