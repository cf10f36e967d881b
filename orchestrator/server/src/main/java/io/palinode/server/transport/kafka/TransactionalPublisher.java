package io.palinode.server.transport.kafka;

import io.palinode.message.WireRecord;
import io.palinode.server.transport.ShardPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a shard's records in transactions, for one term.
 *
 * <ul>
 *   <li>What has gathered while one transaction was under way becomes the next, at most {@link
 *       #GROUP} records. An ack comes when its transaction is committed.
 *   <li>A transaction that fails is aborted. The records that it failed for are given up, and
 *       whoever asked for them decides; the others go again, in their order.
 *   <li>While Kafka is away records wait here. The caller bounds what it leaves unacknowledged.
 * </ul>
 *
 * <p>{@link #run} is the work of a thread of its own; the rest is safe for any.
 */
final class TransactionalPublisher implements ShardPublisher, Runnable {
  /** How many records a transaction has at most: readers wait for all of it. */
  static final int GROUP = 500;

  private static final Logger LOG = LoggerFactory.getLogger(TransactionalPublisher.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long LOOK_MS = 200;

  private final LinkedBlockingQueue<Outgoing> waiting = new LinkedBlockingQueue<>();
  private final CountDownLatch confirmed = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Transactions transactions;
  private final Listener listener;

  TransactionalPublisher(Transactions transactions, Listener listener) {
    this.transactions = transactions;
    this.listener = listener;
  }

  @Override
  public void send(String topic, WireRecord record, Ack ack) {
    if (!isClosed()) {
      waiting.add(new Outgoing(topic, record, ack));
    }
  }

  @Override
  public boolean awaitsConfirmation() {
    return confirmed.getCount() > 0;
  }

  @Override
  public void confirm() {
    confirmed.countDown();
  }

  @Override
  public void close() {
    closed.countDown();
    confirmed.countDown();
  }

  @Override
  public void run() {
    try {
      if (begin()) {
        listener.othersKeptOut();
        confirmed.await();
        while (!isClosed()) {
          publish(gathered());
        }
      }
    } catch (ProducerLost e) {
      giveUp(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("A publisher broke", e);
      giveUp("Its publisher broke: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      transactions.close();
    }
  }

  private void giveUp(String why) {
    if (!isClosed()) {
      close();
      listener.keptOut(why);
    }
  }

  private boolean begin() throws ProducerLost, InterruptedException {
    while (!isClosed()) {
      if (transactions.begin(this::isClosed)) {
        return true;
      }
      pause();
    }
    return false;
  }

  private List<Outgoing> gathered() throws InterruptedException {
    List<Outgoing> group = new ArrayList<>();
    Outgoing first = waiting.poll(LOOK_MS, TimeUnit.MILLISECONDS);
    if (first != null) {
      group.add(first);
      waiting.drainTo(group, GROUP - 1);
    }
    return group;
  }

  private void publish(List<Outgoing> group) throws ProducerLost, InterruptedException {
    List<Outgoing> left = group;
    while (!left.isEmpty() && !isClosed()) {
      var outcome = transactions.commit(left, this::isClosed);
      if (outcome.committed()) {
        left.forEach(each -> each.ack().acknowledged());
        return;
      }
      if (outcome.faults().isEmpty()) {
        pause();
      }
      left = withoutFaulty(left, outcome.faults());
    }
  }

  private static List<Outgoing> withoutFaulty(
      List<Outgoing> group, Map<Outgoing, Exception> faults) {
    List<Outgoing> left = new ArrayList<>();
    for (Outgoing each : group) {
      Exception why = faults.get(each);
      if (why == null) {
        left.add(each);
      } else {
        each.ack().failed(ProducerFault.explained(each.topic(), why));
      }
    }
    return left;
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() throws InterruptedException {
    var unused = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
