package io.palinode.server.e2e;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.e2e.TripSaga.BookHotel;
import io.palinode.server.e2e.TripSaga.CancelHotel;
import io.palinode.server.e2e.TripSaga.ChargeCard;
import io.palinode.server.e2e.TripSaga.RentCar;
import io.palinode.server.e2e.TripSaga.ReturnCar;
import io.palinode.server.e2e.TripSaga.SendTicket;
import java.time.Duration;

/** A saga in two versions: the second rents no car any more, and sends a ticket in the end. */
public final class VisitSaga {
  static final String NAME = "visit-city";
  static final String HOTEL = "book-hotel";
  static final String CAR = "rent-car";

  public static final SagaDefinition<Visit> FIRST = first(Duration.ofHours(1));

  public static final SagaDefinition<Visit> SECOND =
      Saga.named(NAME, Visit.class)
          .version(2)
          .step(HOTEL)
          .at(TripSaga.AGENCY)
          .command(visit -> new BookHotel(visit.city()))
          .compensation(visit -> new CancelHotel(visit.city()))
          .timeout(Duration.ofHours(1))
          .step("charge-card")
          .at(TripSaga.BANK)
          .command(visit -> new ChargeCard(visit.city(), "", ""))
          .pivot()
          .step("send-ticket")
          .at(TripSaga.AGENCY)
          .command(visit -> new SendTicket(visit.city()))
          .retriable()
          .build();

  private VisitSaga() {}

  public record Visit(String city) {}

  /** The first version, with this patience at the hotel. */
  static SagaDefinition<Visit> first(Duration patience) {
    return Saga.named(NAME, Visit.class)
        .step(HOTEL)
        .at(TripSaga.AGENCY)
        .command(visit -> new BookHotel(visit.city()))
        .compensation(visit -> new CancelHotel(visit.city()))
        .timeout(patience)
        .step(CAR)
        .at(TripSaga.AGENCY)
        .command(visit -> new RentCar(visit.city()))
        .compensation(visit -> new ReturnCar(visit.city()))
        .timeout(Duration.ofHours(1))
        .step("charge-card")
        .at(TripSaga.BANK)
        .command(visit -> new ChargeCard(visit.city(), "", ""))
        .pivot()
        .build();
  }
}
