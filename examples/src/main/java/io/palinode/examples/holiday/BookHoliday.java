package io.palinode.examples.holiday;

import io.palinode.examples.holiday.Holiday.Room;
import io.palinode.saga.Rejection;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;

/**
 * The holiday saga: a ride there and a ride back, rooms with all their guests, the price, and the
 * money.
 */
public final class BookHoliday {
  public static final SagaDefinition<Holiday> DEFINITION =
      Saga.named("book-holiday", Holiday.class)
          .saga("there", BookRide.DEFINITION, h -> Ride.planned(h, h.home(), h.place()))
          .onEnd(Holiday::with)
          .saga("back", BookRide.DEFINITION, h -> Ride.planned(h, h.place(), h.home()))
          .onEnd(Holiday::with)
          //
          .forEach("rooms", Room.class, Holiday::rooms)
          .atMost(4)
          .run(
              room ->
                  room.step("book-room")
                      .at("hotel")
                      .command(r -> new BookRoom(r.data().place(), r.item().kind()))
                      .compensation(r -> new CancelRoom(r.data().place(), r.item().kind()))
                      .forEach("guests", String.class, r -> r.item().guests())
                      .atMost(4)
                      .run(
                          guest ->
                              guest
                                  .step("register-guest")
                                  .at("hotel")
                                  .command(g -> new RegisterGuest(g.data().item().kind(), g.item()))
                                  .withoutCompensation()))
          //
          .step("price")
          .locally(BookHoliday::price)
          .onReply(Price.class, Holiday::priced)
          .withoutCompensation()
          //
          .step("charge-card")
          .at("bank")
          .command(h -> new ChargeCard(h.id(), h.price()))
          .pivot()
          .build();

  private static final int OF_A_SEAT = 90;
  private static final int OF_A_ROOM = 700;

  private BookHoliday() {}

  private static Price price(Holiday holiday) {
    if (holiday.rooms().isEmpty()) {
      throw new Rejection("NO_ROOM", "Nobody sleeps there, and rides alone are not sold.");
    }
    return new Price(OF_A_SEAT * holiday.seats().size() + OF_A_ROOM * holiday.rooms().size());
  }

  public record Price(int amount) {}

  public record BookRoom(String place, String kind) {}

  public record CancelRoom(String place, String kind) {}

  public record RegisterGuest(String room, String guest) {}

  public record ChargeCard(String holiday, int amount) {}
}
