package io.palinode.chaos;

import io.palinode.chaos.check.JsonLines;
import io.palinode.chaos.check.SignalLine;
import io.palinode.chaos.saga.Errand.Word;
import io.palinode.chaos.saga.Errands;
import io.palinode.client.SagaClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the signals that sagas wait for, and writes down which before they are sent. One that Kafka
 * did not acknowledge is sent again under the same id.
 *
 * <p>Used by the load's thread; answers come on the client's.
 */
final class Words {
  private static final Duration SOON = Duration.ofMillis(500);

  private final SagaClient client;
  private final Agenda agenda;
  private final JsonLines lines;
  private final AtomicInteger open = new AtomicInteger();

  Words(SagaClient client, Agenda agenda, JsonLines lines) {
    this.client = client;
    this.agenda = agenda;
    this.lines = lines;
  }

  void send(String id, String key) {
    lines.append(new SignalLine(System.currentTimeMillis(), id, key));
    open.incrementAndGet();
    var unused =
        client
            .signal(Errands.WORD, key, new Word(id), id)
            .whenComplete(
                (nothing, failure) -> {
                  if (failure != null) {
                    agenda.in(SOON, () -> send(id, key));
                  }
                  open.decrementAndGet();
                });
  }

  boolean settled() {
    return open.get() == 0;
  }
}
