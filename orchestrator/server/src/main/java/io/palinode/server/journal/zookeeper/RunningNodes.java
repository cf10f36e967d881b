package io.palinode.server.journal.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** Looks who runs in a namespace: in its register of nodes, and in the race for each shard. */
final class RunningNodes {
  private RunningNodes() {}

  /** What is in the way of somebody who needs them all to be stopped; empty if nothing is. */
  static String sentence(BlockingSession session, String namespace) {
    Set<String> found = new LinkedHashSet<>(session.children("/" + namespace + "/nodes"));
    for (String shard : session.children("/" + namespace + "/shards")) {
      String latch = "/" + namespace + "/shards/" + shard + "/latch";
      for (String racer : session.children(latch)) {
        String node =
            session
                .read(latch + "/" + racer)
                .map(entry -> new String(entry.data(), StandardCharsets.UTF_8))
                .orElse(racer);
        found.add(node.replace('/', ':'));
      }
    }
    return found.isEmpty()
        ? ""
        : "has orchestrators that run: %s. Stop them all, and run the command again; one that was killed is gone when its session times out."
            .formatted(String.join(", ", found));
  }
}
