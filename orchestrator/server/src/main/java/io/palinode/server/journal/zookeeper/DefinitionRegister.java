package io.palinode.server.journal.zookeeper;

import io.palinode.saga.OutlineDiff;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.OutlineCodec;
import io.palinode.server.journal.ShardLost;
import io.palinode.server.journal.StoredDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a namespace remembers of the definitions that were ever served in it, each written once,
 * when it is first served.
 *
 * <pre>
 * /&lt;namespace&gt;/definitions/&lt;saga&gt;/&lt;version&gt;     see {@link OutlineCodec}
 * </pre>
 *
 * <p>Whoever serves a definition compares it first; of two that come at once with different ones,
 * one finds that of the other. Blocks; immutable.
 */
public record DefinitionRegister(String namespace) {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionRegister.class);

  /**
   * Compares all of these definitions, and writes down those that are new.
   *
   * @return what is remembered of every version of these sagas
   * @throws DefinitionChanged if one is not what was served before
   * @throws ShardLost if ZooKeeper cannot be asked
   */
  public List<StoredDefinition> agree(
      ZooKeeper handle, Collection<? extends SagaDefinition<?>> definitions) {
    BlockingSession session = new BlockingSession(handle);
    List<Op> missing;
    do {
      missing = compare(session, definitions);
    } while (!missing.isEmpty() && !create(handle, missing));
    return definitions.stream()
        .map(SagaDefinition::name)
        .distinct()
        .flatMap(saga -> versions(session, saga).values().stream())
        .toList();
  }

  /** What is remembered of each version of a saga; empty if it was never served. */
  public Map<Integer, StoredDefinition> versions(ZooKeeper handle, String saga) {
    return versions(new BlockingSession(handle), saga);
  }

  Map<Integer, StoredDefinition> versions(BlockingSession session, String saga) {
    Map<Integer, StoredDefinition> versions = new TreeMap<>();
    for (String version : session.children(path(saga))) {
      find(session, path(saga) + "/" + version)
          .ifPresent(stored -> versions.put(Integer.valueOf(version), stored));
    }
    return versions;
  }

  /** The names of all sagas that were ever served. */
  List<String> sagas(BlockingSession session) {
    return session.children(root());
  }

  String path(String saga) {
    return root() + "/" + saga;
  }

  private String root() {
    return "/" + namespace + "/definitions";
  }

  /** What is to be made. */
  private List<Op> compare(
      BlockingSession session, Collection<? extends SagaDefinition<?>> definitions) {
    List<Op> missing = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (SagaDefinition<?> definition : definitions) {
      String path = path(definition.name()) + "/" + definition.version();
      Optional<StoredDefinition> stored = find(session, path);
      if (stored.isEmpty()) {
        byte[] data = OutlineCodec.write(StoredDefinition.of(definition));
        missing.add(ShardZnodes.create(path, data));
      } else if (!stored.get().ref().equals(definition.ref())) {
        changed.add(sentences(session, stored.get(), definition));
      }
    }
    if (!changed.isEmpty()) {
      throw new DefinitionChanged(String.join("\n", changed));
    }
    return missing;
  }

  /** False if somebody else has made one of them: they are to be compared again. */
  private boolean create(ZooKeeper handle, List<Op> missing) {
    try {
      ShardZnodes.createIfMissing(handle, root());
      for (Op each : missing) {
        ShardZnodes.createIfMissing(
            handle, each.getPath().substring(0, each.getPath().lastIndexOf('/')));
      }
      handle.multi(missing);
      return true;
    } catch (NodeExistsException e) {
      LOG.debug("Another node has written down a definition", e);
      return false;
    } catch (KeeperException e) {
      throw new ShardLost("The definitions could not be written down: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw SessionFaults.interrupted(e);
    }
  }

  private static Optional<StoredDefinition> find(BlockingSession session, String path) {
    return session.read(path).map(znode -> OutlineCodec.read(znode.data()));
  }

  private String sentences(
      BlockingSession session, StoredDefinition stored, SagaDefinition<?> definition) {
    List<String> differences = OutlineDiff.lines(stored.outline(), definition.outline());
    int newest = versions(session, definition.name()).keySet().stream().max(Integer::compare).get();
    return "The saga '%s' is another one in version %d than the namespace '%s' has served as version %d (%s there, %s here):\n  %s\nRaise the version, .version(%d), and go on serving version %d while sagas live that began with it. If nobody needs the old one any more, as in development: 'forget --saga %s --version %d --settings <file>'."
        .formatted(
            definition.name(),
            definition.version(),
            namespace,
            definition.version(),
            stored.ref().fingerprint(),
            definition.ref().fingerprint(),
            differences.isEmpty()
                ? "in nothing that the outline tells"
                : String.join("\n  ", differences),
            newest + 1,
            definition.version(),
            definition.name(),
            definition.version());
  }
}
