package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.StoredSaga;
import java.util.function.Consumer;
import org.apache.zookeeper.ZooKeeper;

/**
 * The logs of all sagas that live in a namespace, for a tool that looks at them while their owners
 * go on.
 *
 * <p>Blocks; writes nothing and takes no lock. A saga that begins or ends meanwhile may be seen or
 * not.
 */
public record LiveLogs(ZooKeeper session, String namespace) {

  /** Hands over each log once, in no order. */
  public void read(Consumer<StoredSaga> each) {
    for (String shard : new BlockingSession(session).children("/" + namespace + "/shards")) {
      ShardPaths paths = ShardPaths.of(namespace, Integer.parseInt(shard));
      ShardReader.ofOthers(session)
          .children(
              paths.buckets(),
              (sagaId, log, version) -> each.accept(new StoredSaga(sagaId, log, version, false)));
    }
  }
}
