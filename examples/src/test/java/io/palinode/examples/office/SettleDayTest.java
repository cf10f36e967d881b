package io.palinode.examples.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.examples.office.SettleDay.CloseDay;
import io.palinode.examples.office.SettleDay.CollectSales;
import io.palinode.examples.office.SettleDay.Corrected;
import io.palinode.examples.office.SettleDay.Divest;
import io.palinode.examples.office.SettleDay.HelpNeeded;
import io.palinode.examples.office.SettleDay.Invest;
import io.palinode.examples.office.SettleDay.Night;
import io.palinode.examples.office.SettleDay.SalesCollected;
import io.palinode.examples.office.SettleDay.Transfer;
import io.palinode.examples.office.SettleDay.TransferBack;
import io.palinode.saga.Saga;
import io.palinode.testkit.SagaTest;
import io.palinode.testkit.TestedSaga;
import io.palinode.testkit.paths.FailurePaths;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettleDayTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-11-23");

  /** Three o'clock in Berlin, on Tuesday. */
  private static final Instant THREE = Instant.parse("2026-11-24T02:00:00Z");

  @Test
  void shouldTransferWhenTheBanksOpen() {
    collected(500_000)
        .expectWait("late-sales", "2026-11-23")
        .doesNotCome()
        .expectNothingSent()
        .after(Duration.ofHours(3))
        .expectCommand("bank", new Transfer(MONDAY, 500_000))
        .succeeds()
        .expectCommand("ledger", new CloseDay(MONDAY, 500_000))
        .succeeds()
        .expectCompleted(new Day(MONDAY, 500_000));
    assertThat(Shelf.has(MONDAY)).isTrue();
  }

  @Test
  void shouldInvestMuchMoneyWithWhatWasSoldLate() {
    collected(900_000)
        .expectWait("late-sales", "2026-11-23")
        .comes(new SalesCollected(300_000))
        .expectCommand("treasury", new Invest(MONDAY, 1_200_000))
        .rejects("CLOSED")
        .expectCompensated("CLOSED");
    assertThat(Shelf.has(MONDAY)).isFalse();
  }

  @Test
  void shouldGiveUpAtOnceOnABankHoliday() {
    collected(500_000)
        .expectWait("late-sales", "2026-11-23")
        .doesNotCome()
        .expectCommand("bank", new Transfer(MONDAY, 500_000))
        .triesAgain("BANK_HOLIDAY")
        .expectCompensation("bank", new TransferBack(MONDAY))
        .succeeds()
        .expectCompensated("BANK_HOLIDAY");
  }

  @Test
  void shouldAskForHelpWhereItParks() {
    Invest invest = new Invest(MONDAY, 1_200_000);

    collected(900_000)
        .expectWait("late-sales", "2026-11-23")
        .comes(new SalesCollected(300_000))
        .expectCommand("treasury", invest)
        .isSilent()
        .expectCommand("treasury", invest)
        .isSilent()
        .expectCommand("treasury", invest)
        .isSilent()
        .expectCompensation("treasury", new Divest(MONDAY))
        .isSilent()
        .after(Duration.ofHours(1))
        .expectParked("invest", "TIMEOUT")
        .expectNotice("office.help", new HelpNeeded(MONDAY, "No reply within the step's timeout."));
  }

  @Test
  void shouldStartByACorrectionAndByNothingElse() {
    SagaTest<Day> test = SagaTest.of(SettleDay.DEFINITION).startingAt(THREE);
    Corrected corrected = new Corrected(MONDAY);

    test.startedBy("shop.corrections", "c-1", Map.of("ce_type", "corrected"), corrected)
        .expectId("correction-c-1")
        .expectData(Day.of(MONDAY));
    test.expectNotStartedBy("shop.corrections", "c-1", Map.of("ce_type", "viewed"), corrected);
  }

  @Test
  void shouldTakeOverANightOfVersionOne() {
    var versionOne =
        Saga.named("settle-day", Night.class)
            .exclusiveBy("ledger", night -> night.date().toString())
            .step("collect-sales")
            .at("shops")
            .command(night -> new CollectSales(night.date()))
            .withoutCompensation()
            .build();

    SagaTest.of(versionOne)
        .startingAt(THREE)
        .started("settle-day@1", new Night(MONDAY))
        .expectLock("ledger", "2026-11-23")
        .isGranted()
        .migrateTo(SettleDay.DEFINITION)
        .expectData(Day.of(MONDAY))
        .expectCommand("shops", new CollectSales(MONDAY))
        .succeeds(new SalesCollected(1))
        .expectWait("late-sales", "2026-11-23");
  }

  @Test
  void shouldKeepItsRulesWhateverGoesWrong() {
    FailurePaths.of(SettleDay.DEFINITION)
        .startedWith(Day.of(MONDAY))
        .startingAt(THREE)
        .faults(1)
        .explore();
  }

  private static TestedSaga<Day> collected(long cents) {
    return SagaTest.of(SettleDay.DEFINITION)
        .firedAt(THREE)
        .expectLock("ledger", "2026-11-23")
        .isGranted()
        .expectCommand("shops", new CollectSales(MONDAY))
        .succeeds(new SalesCollected(cents));
  }
}
