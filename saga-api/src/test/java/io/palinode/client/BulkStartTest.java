package io.palinode.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.palinode.client.BulkResult.Accepted;
import io.palinode.client.BulkResult.Failed;
import io.palinode.client.BulkResult.Reported;
import io.palinode.message.MalformedMessage;
import io.palinode.message.PayloadCodec;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaStatus;
import io.palinode.message.WireRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BulkStartTest {
  private static final int LIMIT = 3;

  private final ExecutorService reporter = Executors.newSingleThreadExecutor();
  private final Answering transport = new Answering();
  private final SagaClient sagas = new SagaClient(transport, new PayloadCodec(100), LIMIT);

  record Order(String sku) {}

  @AfterEach
  void stop() {
    reporter.shutdownNow();
  }

  @Test
  void shouldTellOfEachSagaWhetherKafkaHasItsStart() throws InterruptedException {
    transport.lost.add("order-3");
    var orders =
        Stream.of(
            Map.entry("order-1", new Order("book")),
            Map.entry("order 2", new Order("book")),
            Map.entry("order-3", new Order("book")),
            Map.entry("order-4", new Order("x".repeat(100))),
            Map.entry("order-5", new Order("book")));

    List<BulkResult> results = sagas.startAll("place-order", orders).untilAccepted();

    assertThat(results)
        .extracting(BulkResult::sagaId)
        .containsExactly("order-1", "order 2", "order-3", "order-4", "order-5");
    assertThat(results.get(0)).isEqualTo(new Accepted("order-1"));
    assertThat(why(results.get(1))).isInstanceOf(MalformedMessage.class);
    assertThat(why(results.get(2))).isInstanceOf(NotAccepted.class);
    assertThat(why(results.get(3))).isInstanceOf(PayloadTooLarge.class);
    assertThat(results.get(4)).isEqualTo(new Accepted("order-5"));
    assertThat(transport.sent).containsExactly("order-1", "order-3", "order-5");
    assertThat(sagas.open()).as("no saga is followed").isZero();
  }

  @Test
  void shouldReadTheStreamNoFasterThanKafkaTakesTheStarts() {
    transport.silent = true;
    AtomicInteger read = new AtomicInteger();
    var orders = numbered(2 * BulkStart.IN_FLIGHT).peek(order -> read.incrementAndGet());
    List<BulkResult> results = new CopyOnWriteArrayList<>();

    Thread bulk =
        inBackground(() -> sagas.startAll("place-order", orders).untilAccepted(results::add));
    await().until(() -> bulk.getState() == Thread.State.WAITING);
    assertThat(read).hasValue(BulkStart.IN_FLIGHT);
    transport.sends.get(0).complete(null);
    await().until(() -> read.get() == BulkStart.IN_FLIGHT + 1);

    transport.silent = false;
    List.copyOf(transport.sends).forEach(sent -> sent.complete(null));
    await().until(() -> !bulk.isAlive());
    assertThat(results).hasSize(2 * BulkStart.IN_FLIGHT).hasOnlyElementsOfType(Accepted.class);
  }

  @Test
  void shouldWaitForRoomWhereAnotherStartIsRefused() throws InterruptedException {
    transport.ends = id -> SagaStatus.COMPLETED;
    transport.endTogether = LIMIT;

    List<BulkResult> results = sagas.startAll("place-order", numbered(10 * LIMIT)).untilEnded();

    assertThat(results).hasSize(10 * LIMIT).hasOnlyElementsOfType(Reported.class);
    assertThat(transport.mostOpen).hasValue(LIMIT);
    await().until(() -> sagas.open() == 0);
  }

  @Test
  void shouldReportHowEachSagaEndedOrThatItIsParked() throws InterruptedException {
    transport.lost.add("order-3");
    transport.ends = id -> id.equals("order-1") ? SagaStatus.COMPENSATED : SagaStatus.PARKED;

    List<BulkResult> results = sagas.startAll("place-order", numbered(4)).untilEnded();

    assertThat(results)
        .contains(
            new Reported(report("order-0", SagaStatus.PARKED)),
            new Reported(report("order-1", SagaStatus.COMPENSATED)),
            new Reported(report("order-2", SagaStatus.PARKED)));
    assertThat(results.stream().filter(Failed.class::isInstance))
        .extracting(BulkResult::sagaId)
        .containsExactly("order-3");
    await("a parked saga is followed no longer").until(() -> sagas.open() == 0);
  }

  @Test
  void shouldFailWhatIsLeftWhenTheClientIsClosed() {
    List<BulkResult> results = new CopyOnWriteArrayList<>();
    Thread bulk =
        inBackground(() -> sagas.startAll("place-order", numbered(10)).untilEnded(results::add));
    await().until(() -> sagas.open() == LIMIT && bulk.getState() == Thread.State.WAITING);

    sagas.close();

    await().until(() -> !bulk.isAlive());
    assertThat(results)
        .hasSize(10)
        .allSatisfy(result -> assertThat(why(result)).isInstanceOf(SagaClientClosed.class));
  }

  @Test
  void shouldStartNothingMoreWhenInterrupted() {
    AtomicBoolean closed = new AtomicBoolean();
    List<BulkResult> results = new CopyOnWriteArrayList<>();
    Thread bulk =
        inBackground(
            () ->
                sagas
                    .startAll("place-order", numbered(10).onClose(() -> closed.set(true)))
                    .untilEnded(results::add));
    await().until(() -> sagas.open() == LIMIT && bulk.getState() == Thread.State.WAITING);

    bulk.interrupt();

    await().until(() -> !bulk.isAlive());
    assertThat(transport.sent).containsExactly("order-0", "order-1", "order-2");
    assertThat(results).isEmpty();
    assertThat(closed).isTrue();
  }

  @Test
  void shouldThrowWhatItsConsumerThrows() {
    BulkStart bulk = sagas.startAll("place-order", Map.of("order-1", new Order("book")));

    assertThatThrownBy(
            () ->
                bulk.untilAccepted(
                    result -> {
                      throw new IllegalStateException("The consumer's own.");
                    }))
        .hasMessage("The consumer's own.");
  }

  @Test
  void shouldStartUnderANewIdWhereTheCallerHasNone() {
    SagaHandle one = sagas.startNew("place-order", new Order("book"));
    SagaHandle other = sagas.startNew("place-order", new Order("book"));

    assertThat(transport.sent).containsExactly(one.sagaId(), other.sagaId());
    assertThat(one.sagaId()).isNotEqualTo(other.sagaId());
  }

  private static Stream<Map.Entry<String, Order>> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> Map.entry("order-" + i, new Order("book")));
  }

  private static RuntimeException why(BulkResult result) {
    return ((Failed) result).why();
  }

  private static SagaReport report(String sagaId, SagaStatus status) {
    return new SagaReport(sagaId, "place-order", 1, status, 0, null, null, List.of());
  }

  private interface Bulk {
    void run() throws InterruptedException;
  }

  private static Thread inBackground(Bulk bulk) {
    Thread thread =
        new Thread(
            () -> {
              try {
                bulk.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Takes what is sent at once, unless it is to be lost or to wait, and reports what it is told to.
   */
  private final class Answering implements SagaTransport {
    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<Void>> sends = new CopyOnWriteArrayList<>();
    final List<String> lost = new ArrayList<>();
    final AtomicInteger mostOpen = new AtomicInteger();
    private final List<String> running = new ArrayList<>();
    volatile boolean silent;
    int endTogether = 1;
    Function<String, SagaStatus> ends;
    private ReportListener listener;

    @Override
    public void listen(ReportListener listener) {
      this.listener = listener;
    }

    @Override
    public CompletableFuture<Void> send(WireRecord request) {
      String id = SagaRequest.from(request).sagaId();
      sent.add(id);
      mostOpen.accumulateAndGet(sagas.open(), Math::max);
      if (lost.contains(id)) {
        return CompletableFuture.failedFuture(new IllegalStateException("Broken."));
      }
      CompletableFuture<Void> taken = new CompletableFuture<>();
      sends.add(taken);
      if (!silent) {
        taken.complete(null);
      }
      running.add(id);
      if (ends != null && running.size() == endTogether) {
        List<String> ending = List.copyOf(running);
        running.clear();
        reporter.execute(
            () -> ending.forEach(each -> listener.report(report(each, ends.apply(each)))));
      }
      return taken;
    }

    @Override
    public void close() {}
  }
}
