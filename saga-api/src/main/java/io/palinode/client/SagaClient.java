package io.palinode.client;

import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.MalformedMessage;
import io.palinode.message.PayloadCodec;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.SagaId;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.Signal;
import io.palinode.saga.SagaDefinition;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Starts sagas, and tells how they end.
 *
 * <pre>{@code
 * try (SagaClient sagas = KafkaSagaClient.connect(settings)) {
 *   SagaHandle handle = sagas.start("order-4711", "place-order", order);
 *   SagaReport report = handle.outcome().get(30, SECONDS);
 * }
 * }</pre>
 *
 * <ul>
 *   <li>The id of a saga is the caller's business key. A saga is started once under its id, however
 *       often that is asked for, within the window in which the orchestrator remembers ended sagas.
 *       Whoever asks again is told the standing or the outcome of the one there was. Only {@link
 *       #startNew} makes an id itself.
 *   <li>What is wrong with a start (id, size, data) is thrown by the call, before anything is sent.
 *   <li>Sagas live without their client. After a crash, start again under the same id, or {@link
 *       #follow}.
 * </ul>
 *
 * <p>Safe for use by any thread.
 */
public final class SagaClient implements AutoCloseable {
  private final SagaTransport transport;
  private final PayloadCodec codec;
  private final FollowedSagas followed;
  private final FreshIds ids = new FreshIds(InstantSource.system(), new SecureRandom());
  private volatile boolean closed;

  /**
   * A client that talks over the given transport, which it closes.
   *
   * @param codec writes the sagas' data and limits their size
   * @param maxOpen how many sagas are followed at a time
   */
  public SagaClient(SagaTransport transport, PayloadCodec codec, int maxOpen) {
    this.transport = transport;
    this.codec = codec;
    this.followed = new FollowedSagas(maxOpen);
    transport.listen(followed);
  }

  /**
   * Starts a saga, unless one of this id was started before.
   *
   * @param sagaId the caller's business key, such as an order number with a prefix; see {@link
   *     SagaId}
   * @param saga the name of its definition
   * @param data its first data, which Jackson writes
   * @throws MalformedMessage if the id has not the form of one, or the data cannot be written
   * @throws PayloadTooLarge if the data are above the limit
   * @throws TooManyOpenSagas if the client follows too many sagas
   * @throws SagaClientClosed if the client is closed
   */
  public SagaHandle start(String sagaId, String saga, Object data) {
    return following(toStart(sagaId, saga, data));
  }

  /**
   * Starts a saga of a definition that is at hand.
   *
   * @see #start(String, String, Object)
   */
  public <D> SagaHandle start(SagaDefinition<D> definition, String sagaId, D data) {
    return start(sagaId, definition.name(), data);
  }

  /**
   * Starts another saga under a new id, a UUID of version 7; {@link SagaHandle#sagaId} tells it.
   * Each call starts a saga: where a repetition must not, give {@link #start} a key of your own.
   *
   * @param saga the name of its definition
   * @see #start(String, String, Object)
   */
  public SagaHandle startNew(String saga, Object data) {
    return start(ids.next(), saga, data);
  }

  /**
   * Starts another saga of a definition that is at hand, under a new id.
   *
   * @see #startNew(String, Object)
   */
  public <D> SagaHandle startNew(SagaDefinition<D> definition, D data) {
    return startNew(definition.name(), data);
  }

  /**
   * Starts many sagas, once a method of the result is called.
   *
   * @param saga the name of their definition
   * @param dataById each saga's first data by its id
   */
  public BulkStart startAll(String saga, Map<String, ?> dataById) {
    return startAll(saga, dataById.entrySet().stream());
  }

  /**
   * Starts many sagas, once a method of the result is called.
   *
   * @param saga the name of their definition
   * @param sagas each saga's id and first data; may be of any length
   */
  public BulkStart startAll(String saga, Stream<? extends Map.Entry<String, ?>> sagas) {
    return new BulkStart(this, saga, sagas);
  }

  /**
   * Follows a saga without starting it. The orchestrator is asked how it stands, so that an ended
   * saga's outcome is told too.
   *
   * @throws MalformedMessage if the id has not the form of one
   * @throws TooManyOpenSagas if the client follows too many sagas
   * @throws SagaClientClosed if the client is closed
   */
  public SagaHandle follow(String sagaId) {
    return following(new SagaRequest.Inquire(SagaId.require(sagaId)));
  }

  /**
   * Sends a signal to whichever saga waits for it, or will before long.
   *
   * @param name of the wait in the saga's definition
   * @param key by which the signal finds the saga
   * @param payload what it carries, which Jackson writes
   * @param signalId the caller's own, in the form of a saga id; a second signal of this name, key
   *     and id is no other one
   * @return done when Kafka has the signal; it may wait for its saga still. Failed with {@link
   *     NotAccepted} when that is not known; send it again under the same id then.
   * @throws MalformedMessage if the id or the key has not the form of one, or the payload cannot be
   *     written
   * @throws PayloadTooLarge if the payload is above the limit
   * @throws SagaClientClosed if the client is closed
   */
  public CompletableFuture<Void> signal(String name, String key, Object payload, String signalId) {
    KeyAddress address = new KeyAddress(KeyUse.SIGNAL, name, key);
    Signal signal = new Signal(address, signalId, codec.encode(payload));
    requireOpen(signalId);
    return accepted(signalId, transport.send(signal.toRecord()));
  }

  /** The same, under an id of its own: sent again, it is another signal. */
  public CompletableFuture<Void> signal(String name, String key, Object payload) {
    return signal(name, key, payload, ids.next());
  }

  /**
   * Asks for a live saga to be pinned to another version of its definition. The future is the next
   * report on it: its version tells whether it was moved. No orchestrator, no answer: give the
   * future an {@code orTimeout}.
   *
   * @throws MalformedMessage if the id has not the form of one
   * @throws TooManyOpenSagas if the client follows too many sagas
   * @throws SagaClientClosed if the client is closed
   */
  public CompletableFuture<SagaReport> migrate(String sagaId, int version) {
    return ask(new SagaRequest.Migrate(SagaId.require(sagaId), version));
  }

  /** How many sagas are being followed or asked about. */
  public int open() {
    return followed.size();
  }

  /**
   * Finishes the requests that are being sent, and then fails every open future with {@link
   * SagaClientClosed}. The sagas go on.
   */
  @Override
  public void close() {
    closed = true;
    transport.close();
    followed.close();
  }

  /** Sends a start and follows nothing; done when Kafka has it. */
  CompletableFuture<Void> offer(String sagaId, String saga, Object data) {
    SagaRequest.Start start = toStart(sagaId, saga, data);
    requireOpen(sagaId);
    return accepted(sagaId, transport.send(start.toRecord()));
  }

  /** Starts a saga, once it may be followed; done when it has ended or is parked. */
  CompletableFuture<SagaReport> startOnceThereIsRoom(String sagaId, String saga, Object data)
      throws InterruptedException {
    SagaRequest.Start start = toStart(sagaId, saga, data);
    RestAwaited waiting = new RestAwaited(new CompletableFuture<>());
    requireOpen(sagaId);
    followed.addWhenThereIsRoom(sagaId, waiting);
    removeAtTheEnd(sagaId, waiting, waiting.rest());
    send(start, waiting, new CompletableFuture<>());
    return waiting.rest();
  }

  private static CompletableFuture<Void> accepted(String id, CompletableFuture<Void> sent) {
    return sent.exceptionally(
        why -> {
          throw new NotAccepted(id, why);
        });
  }

  private SagaRequest.Start toStart(String sagaId, String saga, Object data) {
    return new SagaRequest.Start(SagaId.require(sagaId), saga, codec.encode(data));
  }

  private SagaHandle following(SagaRequest request) {
    SagaHandle handle = new SagaHandle(request.sagaId(), this::inquire);
    FollowedSagas.Follower follower = handle.follower();
    follow(request.sagaId(), follower, handle.outcome());
    send(request, follower, handle.accepted());
    return handle;
  }

  private CompletableFuture<SagaReport> inquire(String sagaId) {
    return ask(new SagaRequest.Inquire(sagaId));
  }

  private CompletableFuture<SagaReport> ask(SagaRequest request) {
    CompletableFuture<SagaReport> answer = new CompletableFuture<>();
    StatusInquiry inquiry = new StatusInquiry(answer);
    follow(request.sagaId(), inquiry, answer);
    send(request, inquiry, new CompletableFuture<>());
    return answer;
  }

  private void follow(
      String sagaId, FollowedSagas.Follower follower, CompletableFuture<SagaReport> end) {
    requireOpen(sagaId);
    followed.add(sagaId, follower);
    removeAtTheEnd(sagaId, follower, end);
  }

  private void removeAtTheEnd(
      String sagaId, FollowedSagas.Follower follower, CompletableFuture<SagaReport> end) {
    var unused = end.whenComplete((report, failure) -> followed.remove(sagaId, follower));
    if (closed) {
      follower.failed(new SagaClientClosed(sagaId));
    }
  }

  private void requireOpen(String sagaId) {
    if (closed) {
      throw new SagaClientClosed(sagaId);
    }
  }

  private void send(
      SagaRequest request, FollowedSagas.Follower follower, CompletableFuture<Void> accepted) {
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
