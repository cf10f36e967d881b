package io.palinode.server.bootstrap;

import io.palinode.client.SagaClient;
import io.palinode.client.kafka.KafkaSagaClient;
import io.palinode.core.BrokenInvariant;
import io.palinode.core.Migration;
import io.palinode.core.SagaState;
import io.palinode.message.PayloadCodec;
import io.palinode.message.RequestAnswer;
import io.palinode.message.RequestAnswer.Verdict;
import io.palinode.message.SagaReport;
import io.palinode.saga.DefinitionRef;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.StoredDefinition;
import io.palinode.server.journal.StoredSaga;
import io.palinode.server.journal.UnreadableLog;
import io.palinode.server.journal.zookeeper.DefinitionRegister;
import io.palinode.server.journal.zookeeper.LiveLogs;
import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A move of all sagas of one version to another one, while their owners go on.
 *
 * <p>Looks at the live logs, without a lock, and asks the owners to move what can be moved. Each
 * owner looks again, so a saga that has gone on meanwhile is moved only if it still may be.
 *
 * <p>Used by one thread; blocks.
 */
final class Migrating {
  private static final Logger LOG = LoggerFactory.getLogger(Migrating.class);

  /** How long an owner has to answer, in seconds. */
  private static final int ANSWER_SECONDS = 30;

  /** How many answers are waited for at a time. */
  private static final int WINDOW = 200;

  private final OrchestratorSettings settings;
  private final int from;
  private final SagaDefinition<?> to;

  Migrating(OrchestratorSettings settings, int from, SagaDefinition<?> to) {
    this.settings = settings;
    this.from = from;
    this.to = to;
  }

  /**
   * Looks at the sagas of the old version that live; changes nothing.
   *
   * @throws InvalidSettings if one of the versions is not what the namespace has served
   * @throws ZooKeeperUnreachable if ZooKeeper does not answer within {@code saga.connect.timeout}
   */
  MigrationFindings look() {
    return FirstSession.of(settings, Connections.limit(settings)).ask(this::look);
  }

  /**
   * Asks the owners of these sagas to move them, and waits for their answers.
   *
   * @return how many say that they have
   */
  int move(List<String> sagaIds) {
    int moved = 0;
    try (SagaClient client = KafkaSagaClient.connect(settings.shared())) {
      Deque<CompletableFuture<Boolean>> answers = new ArrayDeque<>();
      for (String sagaId : sagaIds) {
        if (answers.size() == WINDOW) {
          moved += answers.removeFirst().join() ? 1 : 0;
        }
        answers.addLast(
            client
                .migrate(sagaId, to.version())
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .handle(this::hasMoved));
      }
      for (CompletableFuture<Boolean> answer : answers) {
        moved += answer.join() ? 1 : 0;
      }
    }
    return moved;
  }

  private boolean hasMoved(SagaReport report, Throwable failure) {
    if (failure != null) {
      LOG.warn("An owner has not answered within {} s: {}", ANSWER_SECONDS, failure.toString());
      return false;
    }
    RequestAnswer answer = report.answer();
    boolean moved = answer != null && answer.verdict() != Verdict.REFUSED;
    if (answer != null && !moved) {
      LOG.warn("Saga {} stays where it is: {}", report.sagaId(), answer.reason());
    }
    return moved;
  }

  private MigrationFindings look(ZooKeeper session) {
    String namespace = settings.shared().topics().namespace();
    DefinitionRegister register = new DefinitionRegister(namespace);
    StoredDefinition old = served(register.versions(session, to.name()));
    PayloadCodec codec = new PayloadCodec(settings.get(ClientSettings.PAYLOAD_LIMIT));
    Migration<?> migration = new Migration<>(old.outline(), to, codec);
    MigrationFindings findings = new MigrationFindings();
    new LiveLogs(session, namespace).read(saga -> note(saga, old.ref(), migration, findings));
    return findings;
  }

  /** The old version, if both are what the namespace has served. */
  private StoredDefinition served(Map<Integer, StoredDefinition> versions) {
    StoredDefinition old = versions.get(from);
    StoredDefinition target = versions.get(to.version());
    if (old == null || target == null) {
      throw new InvalidSettings(
          "The namespace '%s' has served the versions %s of saga '%s'; expected %d and %d among them. Start an orchestrator that serves both first."
              .formatted(
                  settings.shared().topics().namespace(),
                  versions.keySet(),
                  to.name(),
                  from,
                  to.version()));
    }
    if (!target.ref().equals(to.ref())) {
      throw new InvalidSettings(
          "The definition given here is %s, and the namespace '%s' has served %s. Give the command the definitions of the orchestrators."
              .formatted(to.ref(), settings.shared().topics().namespace(), target.ref()));
    }
    return old;
  }

  private static void note(
      StoredSaga saga, DefinitionRef old, Migration<?> migration, MigrationFindings findings) {
    try {
      SagaState state = saga.state();
      DefinitionRef pinned = state.definition();
      if (pinned.equals(old)) {
        findings.note(saga.sagaId(), migration.obstacles(state));
      } else if (pinned.name().equals(old.name()) && pinned.version() == old.version()) {
        findings.note(saga.sagaId(), List.of("nobody remembers what %s was".formatted(pinned)));
      }
    } catch (UnreadableLog | BrokenInvariant e) {
      findings.note(saga.sagaId(), List.of("its log cannot be read: " + e.getMessage()));
    }
  }
}
