package io.palinode.examples.shop.audit;

import static io.palinode.message.SagaStatus.COMPENSATED;
import static io.palinode.message.SagaStatus.COMPLETED;
import static io.palinode.message.SagaStatus.PARKED;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.SagaStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Books that are in order, and then one line of them damaged in every way there is. */
class AuditTest {
  private static final Map<String, SagaStatus> TOLD =
      Map.of("1", COMPLETED, "2", COMPENSATED, "3", PARKED, "4", COMPENSATED);

  @TempDir private Path books;

  @BeforeEach
  void writeBooksInOrder() throws IOException {
    write(
        "stock",
        line("1", "reserve-stock", "action", delivered(10) + "," + reserved("1", 2, 8)),
        line("2", "reserve-stock", "action", reserved("2", 1, 7)),
        line("2", "reserve-stock", "compensation", released("2", 1, 8)),
        line("3", "reserve-stock", "action", reserved("3", 1, 7)),
        "{\"saga\":\"4\",\"epoch\":1,\"settled\":[{\"command\":\"4/reserve-stock/action\",\"attempt\":1,\"code\":\"SOLD_OUT\"}]}");
    write(
        "payments",
        line("1", "authorise-payment", "action", authorised("1", 500, 500)),
        line("2", "authorise-payment", "action", authorised("2", 300, 800)),
        line("2", "authorise-payment", "compensation", money("voided", "2", 300, 500)),
        line("1", "capture-payment", "action", money("captured", "1", 500, 0)),
        line("3", "authorise-payment", "action", authorised("3", 200, 200)));
    write("shipping", line("1", "arrange-shipping", "action", arranged("1")));
    write("orders", line("1", "confirm-order", "action", confirmed("1")));
  }

  @Test
  void shouldPassBooksThatAreInOrder() {
    AuditReport audit = audit();

    assertThat(audit.findings()).isEmpty();
    assertThat(audit.passed()).isTrue();
    assertThat(audit.done()).isEqualTo(1);
    assertThat(audit.undone()).isEqualTo(2);
    assertThat(audit.parked()).isEqualTo(Map.of("3", "reserved, authorised"));
    assertThat(audit.stock()).isEqualTo(new StockTotals(10, 4, 1, 7));
    assertThat(audit.money()).isEqualTo(new MoneyTotals(1000, 500, 300, 200));
    assertThat(audit.effects()).isEqualTo(12);
  }

  @Test
  void shouldFindAnOrderThatIsHalfDone() throws IOException {
    write("orders");

    assertThat(findings())
        .containsExactly(
            "order 1 is half done: reserved, authorised, captured, arranged",
            "order 1 was told to be carried out; the books say: reserved, authorised, captured,"
                + " arranged");
  }

  @Test
  void shouldFindAStepThatWasNotUndone() throws IOException {
    remove("stock", 2);

    assertThat(findings())
        .contains(
            "order 2 is half done: reserved, authorised, voided",
            "stock: after RES-3 the book says that 7 of MUG are left, the entries add up to 6");
  }

  @Test
  void shouldFindAnEffectThatWasAppliedTwice() throws IOException {
    append("shipping", line("1", "arrange-shipping", "action", arranged("1")));

    assertThat(findings())
        .containsExactly(
            "1/arrange-shipping/action was applied twice", "order 1 was arranged 2 times");
  }

  @Test
  void shouldFindAnEffectThatNoCommandAskedFor() throws IOException {
    append("shipping", "{\"saga\":\"2\",\"epoch\":1,\"entries\":[" + arranged("2") + "]}");

    assertThat(findings()).contains("order 2: an effect that no command asked for");
  }

  @Test
  void shouldFindAnEffectOnSomebodyElsesOrder() throws IOException {
    append("orders", line("2", "confirm-order", "action", confirmed("1")));

    assertThat(findings()).contains("order 2: an effect on order 1");
  }

  @Test
  void shouldFindWhatWasUndoneAndNeverDone() throws IOException {
    append(
        "shipping",
        line(
            "2",
            "arrange-shipping",
            "compensation",
            "{\"entry\":\"cancelled\",\"tracking\":\"P-2\",\"order\":\"2\"}"));

    assertThat(findings()).containsExactly("order 2 was cancelled and never arranged");
  }

  @Test
  void shouldFindMoneyThatWasTakenAndGivenBack() throws IOException {
    append(
        "payments", line("1", "authorise-payment", "compensation", money("voided", "1", 500, 200)));

    assertThat(findings())
        .contains(
            "order 1 had its money both voided and captured",
            "payments: AUTH-1 ended with 5.00 EUR, and 0.00 EUR was held");
  }

  @Test
  void shouldFindAnAmountThatWasChanged() throws IOException {
    replace("payments", 3, line("1", "capture-payment", "action", money("captured", "1", 499, 0)));

    assertThat(findings())
        .contains(
            "payments: AUTH-1 ended with 4.99 EUR, and 5.00 EUR was held",
            "payments: after AUTH-1 the book says that 0.00 EUR is held, the entries add up to 0.01"
                + " EUR");
  }

  @Test
  void shouldFindPiecesThatVanished() throws IOException {
    replace("stock", 1, line("2", "reserve-stock", "action", reserved("2", 2, 6)));

    assertThat(findings())
        .contains("stock: RES-2 took 2 pieces and gave 1 back")
        .anyMatch(finding -> finding.startsWith("stock: after RES-2 the book says that 8 of MUG"));
  }

  @Test
  void shouldFindMorePiecesSoldThanThereWere() throws IOException {
    replace("stock", 3, line("3", "reserve-stock", "action", reserved("3", 9, -1)));

    assertThat(findings()).contains("stock: -1 of MUG are left after RES-3");
  }

  @Test
  void shouldFindAnOrderThatIsInNoBook() throws IOException {
    remove("stock", 4);

    assertThat(findings()).containsExactly("order 4 was told COMPENSATED and is in no book");
  }

  @Test
  void shouldFindAnOrderThatNobodyPlaced() throws IOException {
    append("stock", line("5", "reserve-stock", "action", reserved("5", 1, 6)));

    assertThat(findings())
        .contains(
            "order 5 is half done: reserved", "order 5 is in the books, and was told UNKNOWN");
  }

  @Test
  void shouldFindThatACustomerWasToldSomethingElse() {
    assertThat(
            Audit.of(
                    ShopBooks.read(books),
                    Map.of("1", COMPENSATED, "2", COMPLETED, "3", PARKED, "4", COMPENSATED))
                .findings())
        .containsExactly(
            "order 1 was told to be undone; the books say: reserved, authorised, captured,"
                + " arranged, confirmed",
            "order 2 was told to be carried out; the books say: reserved, released, authorised,"
                + " voided");
  }

  private AuditReport audit() {
    return Audit.of(ShopBooks.read(books), TOLD);
  }

  private List<String> findings() {
    return audit().findings();
  }

  private static String line(String saga, String step, String direction, String entries) {
    return "{\"saga\":\"%s\",\"epoch\":1,\"settled\":[{\"command\":\"%s/%s/%s\",\"attempt\":1,\"type\":\"none\"}],\"entries\":[%s]}"
        .formatted(saga, saga, step, direction, entries);
  }

  private static String delivered(int pieces) {
    return "{\"entry\":\"delivered\",\"sku\":\"MUG\",\"pieces\":%d}".formatted(pieces);
  }

  private static String reserved(String order, int pieces, int left) {
    return pieces("reserved", order, pieces, left);
  }

  private static String released(String order, int pieces, int left) {
    return pieces("released", order, pieces, left);
  }

  private static String pieces(String entry, String order, int pieces, int left) {
    return "{\"entry\":\"%s\",\"reservation\":\"RES-%s\",\"order\":\"%s\",\"sku\":\"MUG\",\"pieces\":%d,\"left\":%d}"
        .formatted(entry, order, order, pieces, left);
  }

  private static String authorised(String order, long cents, long held) {
    return "{\"entry\":\"authorised\",\"authorisation\":\"AUTH-%s\",\"order\":\"%s\",\"card\":\"4929\",\"cents\":%d,\"held\":%d}"
        .formatted(order, order, cents, held);
  }

  private static String money(String entry, String order, long cents, long held) {
    return "{\"entry\":\"%s\",\"authorisation\":\"AUTH-%s\",\"order\":\"%s\",\"cents\":%d,\"held\":%d}"
        .formatted(entry, order, order, cents, held);
  }

  private static String arranged(String order) {
    return "{\"entry\":\"arranged\",\"tracking\":\"P-%s\",\"order\":\"%s\",\"postcode\":\"10117\"}"
        .formatted(order, order);
  }

  private static String confirmed(String order) {
    return "{\"entry\":\"confirmed\",\"order\":\"%s\",\"tracking\":\"P-%s\"}"
        .formatted(order, order);
  }

  private void write(String service, String... lines) throws IOException {
    Files.write(ShopBooks.ledger(books, service), List.of(lines));
  }

  private void append(String service, String line) throws IOException {
    List<String> lines = Files.readAllLines(ShopBooks.ledger(books, service));
    lines.add(line);
    Files.write(ShopBooks.ledger(books, service), lines);
  }

  private void remove(String service, int index) throws IOException {
    List<String> lines = Files.readAllLines(ShopBooks.ledger(books, service));
    lines.remove(index);
    Files.write(ShopBooks.ledger(books, service), lines);
  }

  private void replace(String service, int index, String line) throws IOException {
    List<String> lines = Files.readAllLines(ShopBooks.ledger(books, service));
    lines.set(index, line);
    Files.write(ShopBooks.ledger(books, service), lines);
  }
}
