package io.palinode.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.MalformedMessage;
import io.palinode.message.PayloadCodec;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.SagaRequest.Inquire;
import io.palinode.message.SagaStatus;
import io.palinode.message.Signal;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SagaClientTest {
  private static final PayloadCodec CODEC = new PayloadCodec(100);
  private static final Order ORDER = new Order("book", 3);

  private final RecordingTransport transport = new RecordingTransport();
  private final SagaClient sagas = new SagaClient(transport, CODEC, 3);

  record Order(String sku, int quantity) {}

  @Test
  void shouldAskForTheSagaToBeStarted() {
    sagas.start("order-1", "place-order", ORDER);

    assertThat(transport.requests)
        .containsExactly(new SagaRequest.Start("order-1", "place-order", CODEC.encode(ORDER)));
  }

  @Test
  void shouldStartASagaByItsDefinition() {
    SagaDefinition<Order> placeOrder =
        Saga.named("place-order", Order.class)
            .step("reserve-stock")
            .at("stock")
            .command(order -> order)
            .withoutCompensation()
            .build();

    sagas.start(placeOrder, "order-1", ORDER);

    assertThat(transport.requests)
        .containsExactly(new SagaRequest.Start("order-1", "place-order", CODEC.encode(ORDER)));
  }

  @Test
  void shouldSendASignalAndSayWhenTheTransportHasIt() {
    CompletableFuture<Void> sent = sagas.signal("paid", "order-1", ORDER, "payment-1");
    CompletableFuture<Void> failed = sagas.signal("paid", "order-1", ORDER, "payment-2");
    KeyAddress key = new KeyAddress(KeyUse.SIGNAL, "paid", "order-1");

    assertThat(transport.records.stream().map(Signal::from))
        .containsExactly(
            new Signal(key, "payment-1", CODEC.encode(ORDER)),
            new Signal(key, "payment-2", CODEC.encode(ORDER)));
    assertThat(sent).isNotDone();
    transport.sends.get(0).complete(null);
    transport.sends.get(1).completeExceptionally(new IllegalStateException("no broker"));

    assertThat(sent).isCompleted();
    assertThat(failed).isCompletedExceptionally();
  }

  @Test
  void shouldBeAcceptedWhenTheTransportHasTheRequest() {
    SagaHandle handle = sagas.start("order-1", "place-order", ORDER);
    assertThat(handle.accepted()).isNotDone();

    transport.sends.get(0).complete(null);

    assertThat(handle.accepted()).isCompleted();
    assertThat(handle.outcome()).isNotDone();
  }

  @Test
  void shouldEndWithTheSagaAndForgetIt() {
    SagaHandle handle = sagas.start("order-1", "place-order", ORDER);

    transport.listener.report(report("order-1", SagaStatus.COMPENSATED));

    assertThat(handle.outcome()).isCompletedWithValue(report("order-1", SagaStatus.COMPENSATED));
    assertThat(transport.listener.wants("order-1")).isFalse();
    assertThat(sagas.open()).isZero();
  }

  @Test
  void shouldTellEverybodyWhoFollowsTheSaga() {
    SagaHandle starter = sagas.start("order-1", "place-order", ORDER);
    SagaHandle follower = sagas.follow("order-1");
    SagaHandle other = sagas.follow("order-2");

    transport.listener.report(report("order-1", SagaStatus.COMPLETED));

    assertThat(starter.outcome()).isCompleted();
    assertThat(follower.outcome()).isCompleted();
    assertThat(other.outcome()).isNotDone();
  }

  @Test
  void shouldTellWhenASagaParksAndGoOnWaiting() {
    List<SagaStatus> told = new ArrayList<>();
    SagaHandle handle =
        sagas.start("order-1", "place-order", ORDER).onReport(report -> told.add(report.status()));

    transport.listener.report(report("order-1", SagaStatus.PARKED));
    assertThat(handle.outcome()).isNotDone();
    transport.listener.report(report("order-1", SagaStatus.COMPLETED));

    assertThat(told).containsExactly(SagaStatus.PARKED, SagaStatus.COMPLETED);
    assertThat(handle.latest()).contains(report("order-1", SagaStatus.COMPLETED));
  }

  @Test
  void shouldTellALateListenerWhatItMissed() {
    List<SagaReport> told = new ArrayList<>();
    SagaHandle handle = sagas.start("order-1", "place-order", ORDER);
    transport.listener.report(report("order-1", SagaStatus.PARKED));

    handle.onReport(told::add);

    assertThat(told).containsExactly(report("order-1", SagaStatus.PARKED));
  }

  @Test
  void shouldGoOnWhenAListenerFails() {
    SagaHandle handle =
        sagas
            .start("order-1", "place-order", ORDER)
            .onReport(
                report -> {
                  throw new IllegalStateException("A listener's own fault.");
                });

    transport.listener.report(report("order-1", SagaStatus.COMPLETED));

    assertThat(handle.outcome()).isCompleted();
  }

  @Test
  void shouldInquireForAStatus() {
    SagaHandle handle = sagas.follow("order-1");
    CompletableFuture<SagaReport> status = handle.status();
    assertThat(transport.requests).containsExactly(new Inquire("order-1"), new Inquire("order-1"));

    transport.listener.report(report("order-1", SagaStatus.RUNNING));

    assertThat(status).isCompletedWithValue(report("order-1", SagaStatus.RUNNING));
    assertThat(handle.outcome()).isNotDone();
    assertThat(sagas.open()).isEqualTo(1);
  }

  @Test
  void shouldAskForASagaToBeMovedAndHandOverTheAnswer() {
    CompletableFuture<SagaReport> answer = sagas.migrate("order-1", 2);
    var request = (SagaRequest.Migrate) transport.requests.get(0);
    assertThat(request).isEqualTo(new SagaRequest.Migrate("order-1", 2, request.requestId()));

    transport.listener.report(report("order-1", SagaStatus.RUNNING));
    assertThat(answer).as("a report that answers somebody else").isNotDone();
    SagaReport told = answer(request.requestId());
    transport.listener.report(told);

    assertThat(answer).isCompletedWithValue(told);
    assertThat(sagas.open()).isZero();
  }

  @Test
  void shouldInquireForTheStatusOfASagaThatHasEnded() {
    SagaHandle handle = sagas.follow("order-1");
    transport.listener.report(report("order-1", SagaStatus.COMPLETED));

    CompletableFuture<SagaReport> status = handle.status();
    transport.listener.report(report("order-1", SagaStatus.COMPLETED));

    assertThat(status).isCompleted();
    assertThat(sagas.open()).isZero();
  }

  @Test
  void shouldForgetASagaThatItsCallerGaveUp() {
    SagaHandle handle = sagas.start("order-1", "place-order", ORDER);

    handle.outcome().cancel(false);

    assertThat(sagas.open()).isZero();
    assertThat(transport.listener.wants("order-1")).isFalse();
  }

  @Test
  void shouldForgetAnInquiryThatTimedOut() {
    SagaHandle handle = sagas.follow("order-1");

    CompletableFuture<SagaReport> status = handle.status();
    assertThat(sagas.open()).isEqualTo(2);

    boolean timedOut = status.completeExceptionally(new TimeoutException());

    assertThat(timedOut).isTrue();
    assertThat(sagas.open()).isEqualTo(1);
  }

  @Test
  void shouldFailBothFuturesWhenTheRequestMayBeLost() {
    SagaHandle handle = sagas.start("order-1", "place-order", ORDER);

    transport.sends.get(0).completeExceptionally(new IllegalStateException("Broken."));

    assertThat(handle.accepted())
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(NotAccepted.class)
        .withMessageContaining("'order-1'");
    assertThat(handle.outcome()).isCompletedExceptionally();
    assertThat(sagas.open()).isZero();
  }

  @Test
  void shouldRefuseABadIdBeforeAnythingIsSent() {
    assertThatThrownBy(() -> sagas.start("order 1", "place-order", ORDER))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("'order 1'");
    assertThatThrownBy(() -> sagas.follow("order/1")).isInstanceOf(MalformedMessage.class);

    assertThat(transport.requests).isEmpty();
    assertThat(sagas.open()).isZero();
  }

  @Test
  void shouldRefuseLargeDataBeforeAnythingIsSent() {
    assertThatThrownBy(() -> sagas.start("order-1", "place-order", new Order("x".repeat(100), 1)))
        .isInstanceOf(PayloadTooLarge.class)
        .hasMessageContaining("the limit is 100");

    assertThat(transport.requests).isEmpty();
    assertThat(sagas.open()).isZero();
  }

  @Test
  void shouldFollowNoMoreSagasThanItsLimit() {
    sagas.start("order-1", "place-order", ORDER);
    sagas.start("order-2", "place-order", ORDER);
    sagas.start("order-3", "place-order", ORDER);

    assertThatThrownBy(() -> sagas.start("order-4", "place-order", ORDER))
        .isInstanceOf(TooManyOpenSagas.class);
    transport.listener.report(report("order-2", SagaStatus.COMPLETED));
    sagas.start("order-4", "place-order", ORDER);

    assertThat(transport.requests)
        .map(SagaRequest::sagaId)
        .containsExactly("order-1", "order-2", "order-3", "order-4");
  }

  @Test
  void shouldFailWhatIsOpenWhenItCloses() {
    SagaHandle handle = sagas.start("order-1", "place-order", ORDER);
    CompletableFuture<SagaReport> status = handle.status();

    sagas.close();

    assertThat(transport.closed).isTrue();
    assertThat(handle.outcome())
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(SagaClientClosed.class)
        .withMessageContaining("'order-1'");
    assertThat(status).isCompletedExceptionally();
    assertThat(sagas.open()).isZero();
    assertThatThrownBy(() -> sagas.follow("order-1")).isInstanceOf(SagaClientClosed.class);
  }

  @Test
  void shouldTakeOnlyTheReportThatAnswersTheRequestForItsAnswer() {
    CompletableFuture<SagaReport> cancelled = sagas.cancel("order-1", "Changed my mind.");
    SagaControl.Cancel request = (SagaControl.Cancel) transport.requests.get(0);
    assertThat(request.why()).isEqualTo("Changed my mind.");

    transport.listener.report(report("order-1", SagaStatus.PARKED));
    transport.listener.report(answer("somebody-elses"));
    assertThat(cancelled).isNotDone();
    transport.listener.report(answer(request.requestId()));

    assertThat(cancelled).isCompletedWithValue(answer(request.requestId()));
    assertThat(sagas.open()).isZero();
  }

  @Test
  void shouldAskForWhatTheMethodsSay() {
    var answers =
        List.of(
            sagas.pause("order-1", "a"), sagas.resume("order-1", "b"), sagas.retry("order-1", "c"));

    assertThat(answers).allSatisfy(answer -> assertThat(answer).isNotDone());
    assertThat(transport.requests)
        .extracting(request -> request.getClass().getSimpleName())
        .containsExactly("Pause", "Resume", "Retry");
    assertThat(transport.requests)
        .extracting(request -> ((SagaControl) request).requestId())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldThrowADecisionBackWhoseWordsAreTooLong() {
    assertThatThrownBy(() -> sagas.decide("order-1", "approve", "grant", "x".repeat(129), ""))
        .isInstanceOf(MalformedMessage.class)
        .hasMessageContaining("who decided has 129 characters; at most 128");
    assertThat(transport.requests).isEmpty();
  }

  private static SagaReport answer(String requestId) {
    RequestAnswer answer =
        new RequestAnswer(
            requestId, RequestAnswer.Verdict.DONE, new Reason("CANCELLED", "It is undone."));
    return new SagaReport(
        "order-1", null, 0, SagaStatus.COMPENSATING, 1, null, null, List.of(), answer);
  }

  private static SagaReport report(String sagaId, SagaStatus status) {
    return new SagaReport(sagaId, "place-order", 1, status, 0, null, null, List.of());
  }
}
