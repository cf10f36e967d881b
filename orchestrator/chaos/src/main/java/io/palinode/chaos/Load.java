package io.palinode.chaos;

import io.palinode.chaos.check.JsonLines;
import io.palinode.chaos.check.RunDirectory;
import io.palinode.chaos.check.StartLine;
import io.palinode.chaos.check.StartLine.Occasion;
import io.palinode.chaos.check.ToldLine;
import io.palinode.chaos.fault.Patience;
import io.palinode.chaos.saga.Errand;
import io.palinode.chaos.saga.Errands;
import io.palinode.client.SagaClient;
import io.palinode.client.SagaHandle;
import io.palinode.message.SagaReport;
import io.palinode.message.SagaStatus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts sagas all the time, some of them more than once, sends the signals that they wait for, has
 * some of them cancelled or paused, and writes down what it asked for and what it was told.
 *
 * <ul>
 *   <li>What is asked for is written before it is sent.
 *   <li>A request that Kafka did not acknowledge is sent again under the same id.
 *   <li>There is a limit to how many requests are open, so an outage does not pile up work that
 *       outlasts the run.
 * </ul>
 *
 * <p>One thread starts; answers come on the client's.
 */
final class Load implements AutoCloseable {
  private static final int MOST_OPEN = 400;

  /** While a server is away for long, as many are to pile up as an orchestrator may meet. */
  private static final int MOST_OPEN_IN_AN_OUTAGE = 4_000;

  private static final int CANCELLED_ONE_IN = 8;
  private static final int PAUSED_ONE_IN = 8;
  private static final int SIGNALLED_TWICE_ONE_IN = 4;

  /** After the start; so long that a saga which runs without a fault has given up. */
  private static final Duration TOO_LATE = Errands.HASTE.multipliedBy(4);

  private final SagaClient client;
  private final Requests requests;
  private final Duration gap;
  private final int mostOpen;
  private final JsonLines starts;
  private final JsonLines told;
  private final Agenda agenda = new Agenda();
  private final Words words;
  private final Controls controls;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "chaos-load");
  private volatile boolean stopping;

  Load(SagaClient client, Options options, RunDirectory directory) {
    this.client = client;
    this.requests = new Requests(options.seed());
    this.gap = Duration.ofSeconds(1).dividedBy(options.rate());
    this.mostOpen = options.outage().isZero() ? MOST_OPEN : MOST_OPEN_IN_AN_OUTAGE;
    this.starts = directory.starts();
    this.told = directory.told();
    this.words = new Words(client, agenda, directory.signals());
    this.controls = new Controls(client, agenda, directory.requests());
    thread.setDaemon(true);
  }

  void begin() {
    thread.start();
  }

  /** Starts no new saga from now on; repeats go on. */
  void stopStarting() {
    stopping = true;
  }

  /** True when every request has been answered, and none is to be repeated. */
  boolean settled() {
    return stopping && open.get() == 0 && words.settled() && controls.settled() && agenda.isEmpty();
  }

  /** How many requests wait for their answer. */
  int open() {
    return open.get();
  }

  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    thread.interrupt();
    client.close();
  }

  private void run() {
    try {
      while (true) {
        agenda.doWhatIsDue();
        if (!stopping && open.get() < mostOpen) {
          askForANewOne();
        }
        Patience.pause(gap);
      }
    } catch (InterruptedException e) {
      // The run is over.
    }
  }

  private void askForANewOne() {
    var request = requests.next();
    asked.incrementAndGet();
    if (Errands.listens(Errands.named(request.definition()))) {
      sendItsSignal(request);
    } else {
      begin(request);
    }
  }

  private void begin(StartLine request) {
    ask(request.because(Occasion.FIRST));
    if (requests.isRepeated(request, Occasion.TWICE)) {
      ask(request.because(Occasion.TWICE));
    }
    if (requests.isOneOf(CANCELLED_ONE_IN, request, "cancel")) {
      agenda.in(requests.delay(request, "cancel"), () -> controls.cancel(request.saga()));
    }
    if (requests.isOneOf(PAUSED_ONE_IN, request, "pause")) {
      var lasting = requests.delay(request, "resume");
      agenda.in(requests.delay(request, "pause"), () -> controls.pause(request.saga(), lasting));
    }
  }

  /** Before its saga is started or after that, or too late, and perhaps twice. */
  private void sendItsSignal(StartLine request) {
    boolean late = Requests.isLeftWaiting(request);
    boolean early = !late && requests.isOneOf(2, request, "early");
    var delay = late ? TOO_LATE : requests.delay(request, "signal");
    agenda.in(early ? delay : Duration.ZERO, () -> begin(request));
    var id = "word-of-" + request.saga();
    agenda.in(early ? Duration.ZERO : delay, () -> words.send(id, request.key()));
    if (requests.isOneOf(SIGNALLED_TWICE_ONE_IN, request, "twice")) {
      agenda.in(delay.multipliedBy(2), () -> words.send(id, request.key()));
    }
  }

  private void ask(StartLine line) {
    starts.append(line);
    open.incrementAndGet();
    var handle = client.start(line.saga(), line.definition(), Errand.of(line.script(), line.key()));
    var settled = new AtomicBoolean();
    var unused =
        handle
            .outcome()
            .exceptionally(
                failure -> {
                  if (settled.compareAndSet(false, true)) {
                    askAgain(line, Occasion.NOT_ACCEPTED);
                    open.decrementAndGet();
                  }
                  return null;
                });
    handle.onReport(report -> hear(line, report, handle, settled));
  }

  private void hear(StartLine line, SagaReport report, SagaHandle handle, AtomicBoolean settled) {
    var status = report.status();
    boolean atRest = status.ended() || status == SagaStatus.PARKED;
    if (!atRest || !settled.compareAndSet(false, true)) {
      return;
    }
    told.append(new ToldLine(System.currentTimeMillis(), line.saga(), line.occasion(), status));
    if (line.occasion() == Occasion.FIRST && requests.isRepeated(line, Occasion.AFTERWARDS)) {
      askAgain(line, Occasion.AFTERWARDS);
    }
    open.decrementAndGet();
    handle.outcome().cancel(false);
  }

  private void askAgain(StartLine request, Occasion occasion) {
    agenda.in(Duration.ZERO, () -> ask(request.because(occasion)));
  }
}
