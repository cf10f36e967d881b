package io.palinode.server.runtime;

import io.palinode.saga.DefinitionRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sagas of a shard that stand still because its owner does not serve the definitions to which
 * they are pinned.
 *
 * <p>Used by the shard's thread only.
 */
final class Unserved {
  private static final Logger LOG = LoggerFactory.getLogger(Unserved.class);
  private static final int MOST_NAMED = 3;

  private final Map<DefinitionRef, Found> byDefinition = new HashMap<>();

  /** How many there are of one definition, and the ids of the first few. */
  private record Found(int count, List<String> some) {}

  void note(LiveSaga saga) {
    byDefinition.merge(saga.state().definition(), new Found(1, List.of(saga.id())), Unserved::sum);
  }

  private static Found sum(Found before, Found more) {
    List<String> some =
        Stream.concat(before.some().stream(), more.some().stream()).limit(MOST_NAMED).toList();
    return new Found(before.count() + more.count(), some);
  }

  /** Names the definitions that are missing, in the log. */
  void warn(int shard, Definitions served) {
    byDefinition.forEach(
        (definition, found) ->
            LOG.error(
                "Shard {}: {} sagas stand still, such as {}: they are pinned to {}, and this node serves {}. Start one that serves it, or move them with 'migrate'.",
                shard,
                found.count(),
                found.some(),
                definition,
                served.all()));
  }
}
