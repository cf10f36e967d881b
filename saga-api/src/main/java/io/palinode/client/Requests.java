package io.palinode.client;

import io.palinode.client.FollowedSagas.Follower;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.WireRecord;
import java.util.concurrent.CompletableFuture;

/**
 * What a client sends, and whoever waits for what is reported on it.
 *
 * <ul>
 *   <li>Whoever waits does so from before the request is sent, so that no report is missed.
 *   <li>A request of which it is not known whether Kafka has it fails with {@link NotAccepted}.
 *   <li>Nothing waits longer than until the close, and nothing is sent behind it.
 * </ul>
 *
 * <p>Safe for use by any thread.
 */
final class Requests {
  private final SagaTransport transport;
  private final FollowedSagas followed;
  private volatile boolean closed;

  Requests(SagaTransport transport, int maxOpen) {
    this.transport = transport;
    this.followed = new FollowedSagas(maxOpen);
    transport.listen(followed);
  }

  /** How many wait for reports. */
  int open() {
    return followed.size();
  }

  /**
   * Sends a record and waits for no report; done when Kafka has it.
   *
   * @param id for people
   */
  CompletableFuture<Void> offer(String id, WireRecord record) {
    requireOpen(id);
    return transport
        .send(record)
        .exceptionally(
            why -> {
              throw new NotAccepted(id, why);
            });
  }

  /** Sends a request and follows its saga from then on. */
  SagaHandle follow(SagaRequest request) {
    SagaHandle handle = new SagaHandle(request.sagaId(), this::inquire);
    Follower follower = handle.follower();
    await(request.sagaId(), follower, handle.outcome());
    send(request, follower, handle.accepted());
    return handle;
  }

  /** Sends a request; done when a report answers it under its id. */
  CompletableFuture<SagaReport> ask(SagaRequest request, String requestId) {
    CompletableFuture<SagaReport> answer = new CompletableFuture<>();
    return ask(request, new AwaitedAnswer(requestId, answer), answer);
  }

  /** Sends a request, once its saga may be followed; done when that has ended or is parked. */
  CompletableFuture<SagaReport> awaitRest(SagaRequest request) throws InterruptedException {
    RestAwaited waiting = new RestAwaited(new CompletableFuture<>());
    requireOpen(request.sagaId());
    followed.addWhenThereIsRoom(request.sagaId(), waiting);
    removeAtTheEnd(request.sagaId(), waiting, waiting.rest());
    send(request, waiting, new CompletableFuture<>());
    return waiting.rest();
  }

  /** Finishes what is being sent, and fails whatever waits with {@link SagaClientClosed}. */
  void close() {
    closed = true;
    transport.close();
    followed.close();
  }

  private CompletableFuture<SagaReport> inquire(String sagaId) {
    CompletableFuture<SagaReport> answer = new CompletableFuture<>();
    return ask(new SagaRequest.Inquire(sagaId), new StatusInquiry(answer), answer);
  }

  private CompletableFuture<SagaReport> ask(
      SagaRequest request, Follower follower, CompletableFuture<SagaReport> answer) {
    await(request.sagaId(), follower, answer);
    send(request, follower, new CompletableFuture<>());
    return answer;
  }

  private void await(String sagaId, Follower follower, CompletableFuture<SagaReport> end) {
    requireOpen(sagaId);
    followed.add(sagaId, follower);
    removeAtTheEnd(sagaId, follower, end);
  }

  private void removeAtTheEnd(String sagaId, Follower follower, CompletableFuture<SagaReport> end) {
    var unused = end.whenComplete((report, failure) -> followed.remove(sagaId, follower));
    if (closed) {
      follower.failed(new SagaClientClosed(sagaId));
    }
  }

  private void requireOpen(String id) {
    if (closed) {
      throw new SagaClientClosed(id);
    }
  }

  private void send(SagaRequest request, Follower follower, CompletableFuture<Void> accepted) {
    var unused =
        transport
            .send(request.toRecord())
            .whenComplete(
                (nothing, failure) -> {
                  if (failure == null) {
                    accepted.complete(null);
                  } else {
                    follower.failed(new NotAccepted(request.sagaId(), failure));
                  }
                });
  }
}
