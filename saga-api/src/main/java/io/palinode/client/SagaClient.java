package io.palinode.client;

import io.palinode.message.KeyAddress;
import io.palinode.message.KeyUse;
import io.palinode.message.MalformedMessage;
import io.palinode.message.PayloadCodec;
import io.palinode.message.PayloadTooLarge;
import io.palinode.message.SagaControl;
import io.palinode.message.SagaId;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaRequest;
import io.palinode.message.Signal;
import io.palinode.saga.SagaDefinition;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Starts sagas, tells how they end, and asks of them to stop or to go on.
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
  private final Requests requests;
  private final PayloadCodec codec;
  private final FreshIds ids = new FreshIds(InstantSource.system(), new SecureRandom());

  /**
   * A client that talks over the given transport, which it closes.
   *
   * @param codec writes the sagas' data and limits their size
   * @param maxOpen how many sagas are followed at a time
   */
  public SagaClient(SagaTransport transport, PayloadCodec codec, int maxOpen) {
    this.codec = codec;
    this.requests = new Requests(transport, maxOpen);
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
    return requests.follow(toStart(sagaId, saga, data));
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
    return requests.follow(new SagaRequest.Inquire(SagaId.require(sagaId)));
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
    return requests.offer(signalId, signal.toRecord());
  }

  /** The same, under an id of its own: sent again, it is another signal. */
  public CompletableFuture<Void> signal(String name, String key, Object payload) {
    return signal(name, key, payload, ids.next());
  }

  /**
   * Asks for a live saga to be pinned to another version of its definition. The future is the
   * report that answers: whether it was moved, or why not. No orchestrator, no answer: give the
   * future an {@code orTimeout}. To ask again is harmless.
   *
   * @throws MalformedMessage if the id has not the form of one
   * @throws TooManyOpenSagas if the client follows too many sagas
   * @throws SagaClientClosed if the client is closed
   */
  public CompletableFuture<SagaReport> migrate(String sagaId, int version) {
    String requestId = newRequestId();
    return requests.ask(
        new SagaRequest.Migrate(SagaId.require(sagaId), version, requestId), requestId);
  }

  /**
   * Cancels a saga: what it has done is undone. Commands in flight are waited for first, just as
   * when a step fails. A saga whose pivot is under way or behind it is not cancelled.
   *
   * <p>The future of this and of each request below is the report that answers it; what became of
   * the request is in {@link SagaReport#answer}. No orchestrator, no answer: give the future an
   * {@code orTimeout}. To ask again is harmless: what is so already stays so, and the answer tells
   * how the saga stands; see {@link SagaControl}.
   *
   * @param why for the saga's history and its last report
   * @throws MalformedMessage if the id has not the form of one
   * @throws TooManyOpenSagas if the client follows too many sagas
   * @throws SagaClientClosed if the client is closed
   */
  public CompletableFuture<SagaReport> cancel(String sagaId, String why) {
    return asking(new SagaControl.Cancel(SagaId.require(sagaId), newRequestId(), why));
  }

  /**
   * Pauses a saga: it takes in replies, sends nothing, and no deadline acts until it is resumed.
   *
   * @see #cancel
   */
  public CompletableFuture<SagaReport> pause(String sagaId, String why) {
    return asking(new SagaControl.Pause(SagaId.require(sagaId), newRequestId(), why));
  }

  /**
   * Lets a paused saga go on where it was. Retries and deadlines that came due act at once.
   *
   * @see #cancel
   */
  public CompletableFuture<SagaReport> resume(String sagaId, String why) {
    return asking(new SagaControl.Resume(SagaId.require(sagaId), newRequestId(), why));
  }

  /**
   * Lets a parked saga go on: the command that is stuck is sent once more, as its next attempt.
   *
   * @see #cancel
   */
  public CompletableFuture<SagaReport> retry(String sagaId, String why) {
    return asking(new SagaControl.Retry(SagaId.require(sagaId), newRequestId(), why));
  }

  /**
   * Takes a decision for which a saga waits. One that comes before the saga waits for it is kept.
   * The first decision counts: whoever comes later is told what was decided.
   *
   * @param decision its name; inside a for-each with the number of the item, such as {@code
   *     approve[2]}
   * @param option one of those that the definition names
   * @param by who has decided, at most 128 characters
   * @param why at most 1,000 characters
   * @throws MalformedMessage if a text is too long, too
   * @see #cancel
   */
  public CompletableFuture<SagaReport> decide(
      String sagaId, String decision, String option, String by, String why) {
    return asking(
        new SagaControl.Decide(SagaId.require(sagaId), newRequestId(), decision, option, by, why));
  }

  /** How many sagas are being followed or asked about. */
  public int open() {
    return requests.open();
  }

  /**
   * Finishes the requests that are being sent, and then fails every open future with {@link
   * SagaClientClosed}. The sagas go on.
   */
  @Override
  public void close() {
    requests.close();
  }

  /** Sends a start and follows nothing; done when Kafka has it. */
  CompletableFuture<Void> offer(String sagaId, String saga, Object data) {
    return requests.offer(sagaId, toStart(sagaId, saga, data).toRecord());
  }

  /** Starts a saga, once it may be followed; done when it has ended or is parked. */
  CompletableFuture<SagaReport> startOnceThereIsRoom(String sagaId, String saga, Object data)
      throws InterruptedException {
    return requests.awaitRest(toStart(sagaId, saga, data));
  }

  private SagaRequest.Start toStart(String sagaId, String saga, Object data) {
    return new SagaRequest.Start(SagaId.require(sagaId), saga, codec.encode(data));
  }

  private CompletableFuture<SagaReport> asking(SagaControl control) {
    return requests.ask(control, control.requestId());
  }

  private static String newRequestId() {
    return UUID.randomUUID().toString();
  }
}
