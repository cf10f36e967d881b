package io.palinode.examples.shop.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.examples.shop.books.Posting.Cancelled;
import io.palinode.examples.shop.books.Posting.Confirmed;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.CommandOutcome.TryAgain;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.Reason;
import io.palinode.participant.InboxUnavailable;
import io.palinode.participant.InboxUnit;
import io.palinode.participant.Remembered;
import io.palinode.participant.Remembered.Settled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerInboxTest {
  private static final CommandId SHIP = new CommandId("7", "ship", Direction.ACTION);
  private static final Posting SHIPPED = new Confirmed("7", "PARCEL-1");
  private static final Reason WHY = new Reason("NO_CARRIER", "No \"carrier\" goes to 9.");
  private static final Settled DONE =
      new Settled(2, new Succeeded(new Payload("shipped", bytes("{\"tracking\":\"Ü 1\"}"))));

  @TempDir private Path directory;
  private Path file;
  private final List<Posting> book = new ArrayList<>();

  @BeforeEach
  void nameFile() {
    file = directory.resolve("books").resolve("shipping.jsonl");
  }

  @Test
  void shouldKeepEffectKeyAndAnswerInOneLine() throws IOException {
    try (LedgerInbox inbox = open()) {
      inbox.inUnit("7", this::ship);
    }

    assertThat(file)
        .content()
        .isEqualTo(
            """
            {"at":"1970-01-01T00:00:00Z","saga":"7","epoch":3,"settled":[{"command":"7/ship/action","attempt":2,"type":"shipped","reply":{"tracking":"Ü 1"}}],"entries":[{"entry":"confirmed","order":"7","tracking":"PARCEL-1"}]}
            """);
    assertThat(book).containsExactly(SHIPPED);
  }

  @Test
  void shouldRememberAfterARestartWhatItWasTold() {
    try (LedgerInbox inbox = open()) {
      inbox.inUnit("7", this::ship);
    }
    book.clear();

    try (LedgerInbox inbox = open()) {
      assertThat(recall(inbox, SHIP)).isEqualTo(new Remembered(3, DONE, null));
      assertThat(recall(inbox, SHIP.opposite())).isEqualTo(new Remembered(3, null, DONE));
      assertThat(book).containsExactly(SHIPPED);
    }
  }

  @Test
  void shouldRememberARejectionWithItsReason() {
    Settled refused = new Settled(1, new Rejected(WHY));
    try (LedgerInbox inbox = open()) {
      inbox.inUnit(
          "7",
          unit -> {
            unit.settle(SHIP, refused);
            return unit;
          });
    }

    try (LedgerInbox inbox = open()) {
      assertThat(recall(inbox, SHIP).same()).isEqualTo(refused);
    }
  }

  @Test
  void shouldKeepOnlyTheEpochOfACommandThatIsToBeTriedAgain() {
    try (LedgerInbox inbox = open()) {
      inbox.inUnit(
          "7",
          unit -> {
            unit.raiseEpoch(5);
            return unit.apply(() -> posted(unit, new TryAgain(WHY, null)));
          });
    }

    try (LedgerInbox inbox = open()) {
      assertThat(recall(inbox, SHIP)).isEqualTo(new Remembered(5, null, null));
      assertThat(book).isEmpty();
    }
  }

  @Test
  void shouldUndoTheEffectOfARejection() {
    try (LedgerInbox inbox = open()) {
      inbox.inUnit(
          "7",
          unit -> {
            CommandOutcome outcome = unit.apply(() -> posted(unit, new Rejected(WHY)));
            unit.settle(SHIP, new Settled(1, outcome));
            return outcome;
          });
    }

    assertThat(LedgerFormat.read(file)).singleElement().matches(line -> line.entries().isEmpty());
    assertThat(book).isEmpty();
  }

  @Test
  void shouldWriteNothingWhereAUnitOnlyLooks() {
    try (LedgerInbox inbox = open()) {
      recall(inbox, SHIP);
    }

    assertThat(file).isEmptyFile();
  }

  @Test
  void shouldKeepNothingOfAUnitThatThrows() {
    try (LedgerInbox inbox = open()) {
      assertThatThrownBy(
              () ->
                  inbox.inUnit(
                      "7",
                      unit -> {
                        ship(unit);
                        throw new IllegalStateException("out of order");
                      }))
          .hasMessage("out of order");

      assertThat(recall(inbox, SHIP)).isEqualTo(Remembered.NOTHING);
      inbox.inUnit("7", this::ship);
    }
    assertThat(LedgerFormat.read(file)).hasSize(1);
  }

  @Test
  void shouldForgetALastLineThatWasTorn() throws IOException {
    try (LedgerInbox inbox = open()) {
      inbox.inUnit("7", this::ship);
    }
    String whole = Files.readString(file);
    Files.writeString(file, whole + whole.substring(0, 50).replace("\"7\"", "\"8\""));
    book.clear();

    try (LedgerInbox inbox = open()) {
      assertThat(book).containsExactly(SHIPPED);
      assertThat(file).content().isEqualTo(whole);
      inbox.inUnit("8", unit -> settled(unit, "8"));
    }

    assertThat(LedgerFormat.read(file)).extracting(LedgerLine::saga).containsExactly("7", "8");
  }

  @Test
  void shouldForgetALastLineThatLacksOnlyItsLineFeed() throws IOException {
    try (LedgerInbox inbox = open()) {
      inbox.inUnit("7", this::ship);
    }
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 1));
    book.clear();

    try (LedgerInbox inbox = open()) {
      assertThat(recall(inbox, SHIP)).isEqualTo(Remembered.NOTHING);
      assertThat(book).isEmpty();
    }
  }

  @Test
  void shouldRefuseALineThatSomebodyElseWrote() throws IOException {
    try (LedgerInbox inbox = open()) {
      inbox.inUnit("7", this::ship);
    }
    Files.writeString(file, "{\"saga\":\n", StandardOpenOption.APPEND);

    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedLedger.class)
        .hasMessageContaining("Line 2 of the ledger " + file);
  }

  @Test
  void shouldHaveOneOwner() {
    LedgerInbox first = open();
    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is open in another process");
    first.close();
    open().close();
  }

  @Test
  void shouldSayThatNothingIsKeptOnceItIsClosed() {
    LedgerInbox inbox = open();
    inbox.close();

    assertThatThrownBy(() -> inbox.inUnit("7", this::ship)).isInstanceOf(InboxUnavailable.class);
    assertThat(book).isEmpty();
  }

  @Test
  void shouldGiveNothingButPostings() {
    try (LedgerInbox inbox = open()) {
      assertThatThrownBy(() -> inbox.inUnit("7", unit -> unit.transaction().as(String.class)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ask for " + Postings.class.getName());
    }
  }

  @Test
  void shouldLetOneSagaAtTheBooksAtATime() throws Exception {
    CountDownLatch posting = new CountDownLatch(1);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (LedgerInbox inbox = open()) {
      Future<List<Posting>> second =
          inbox.inUnit(
              "7",
              unit -> {
                ship(unit);
                Future<List<Posting>> seen =
                    other.submit(() -> inbox.inUnit("8", later -> seenBy(later, posting)));
                awaitUninterrupted(posting);
                return seen;
              });

      assertThat(second.get()).containsExactly(SHIPPED);
    } finally {
      other.shutdownNow();
    }
  }

  private List<Posting> seenBy(InboxUnit unit, CountDownLatch atTheDoor) {
    atTheDoor.countDown();
    unit.transaction().as(Postings.class).add(new Cancelled("PARCEL-1", "8"));
    return List.copyOf(book);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CommandOutcome ship(InboxUnit unit) {
    unit.raiseEpoch(3);
    CommandOutcome outcome = unit.apply(() -> posted(unit, DONE.outcome()));
    unit.settle(SHIP, DONE);
    return outcome;
  }

  private static CommandOutcome posted(InboxUnit unit, CommandOutcome outcome) {
    unit.transaction().as(Postings.class).add(SHIPPED);
    return outcome;
  }

  private static InboxUnit settled(InboxUnit unit, String saga) {
    unit.settle(new CommandId(saga, "ship", Direction.ACTION), DONE);
    return unit;
  }

  private static Remembered recall(LedgerInbox inbox, CommandId id) {
    return inbox.inUnit(id.sagaId(), unit -> unit.recall(id));
  }

  private LedgerInbox open() {
    return LedgerInbox.open(
        file, Durability.MACHINE, book::add, InstantSource.fixed(Instant.EPOCH));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
