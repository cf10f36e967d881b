package io.palinode.server.bootstrap;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.coordination.curator.NodeList;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which orchestrators run, and which shards each of them has. */
@Command(name = "nodes", description = "Says which orchestrators run, and which shards they have.")
final class NodesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SettingsFile settings = new SettingsFile();

  @Override
  public void run() {
    OrchestratorSettings read = settings.read();
    String namespace = read.shared().topics().namespace();
    List<NodeEntry> entries =
        FirstSession.of(read, Connections.limit(read))
            .ask(session -> NodeList.read(session, namespace));
    PrintWriter out = spec.commandLine().getOut();
    entries.forEach(entry -> out.println(line(entry)));
    Set<Integer> missing = missing(entries, read.get(OrchestratorSettings.SHARDS));
    if (!missing.isEmpty()) {
      out.printf("nobody says that it has: %s%n", join(missing));
    }
  }

  private static String line(NodeEntry entry) {
    if (entry.shards() == null) {
      return entry.node() + " does not say what it has; its version is older";
    }
    StringBuilder line = new StringBuilder(entry.node()).append(" has ");
    line.append(entry.shards().isEmpty() ? "no shard" : join(entry.shards()));
    new TreeMap<>(entry.giving())
        .forEach((shard, to) -> line.append(", gives %d to %s".formatted(shard, to)));
    return line.append(entry.leaving() ? ", gets no more" : "").toString();
  }

  private static Set<Integer> missing(List<NodeEntry> entries, int shards) {
    Set<Integer> missing =
        IntStream.range(0, shards).boxed().collect(Collectors.toCollection(TreeSet::new));
    entries.forEach(entry -> missing.removeAll(entry.known()));
    return missing;
  }

  private static String join(Collection<Integer> shards) {
    String numbers =
        shards.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    return (shards.size() == 1 ? "shard " : "shards ") + numbers;
  }
}
