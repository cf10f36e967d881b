package io.palinode.bench;

import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Children;
import io.palinode.embedded.process.ServerMain;
import io.palinode.kafka.FirstContact;
import io.palinode.kafka.TopicProvision;
import io.palinode.settings.ClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Fresh Kafka and ZooKeeper servers, on which subjects are measured one after the other.
 *
 * <p>Each run has topics and JVMs of its own and leaves neither behind, so the last run finds what
 * the first did. One thread.
 */
final class TestBed {
  private static final String SERVER_HEAP = "1g";
  private static final String CLIENT_HEAP = "512m";
  private static final short ONE_REPLICA = 1;
  private static final Map<String, String> DELETED_AT_ONCE = Map.of("file.delete.delay.ms", "0");

  private final Children children;
  private final Path directory;
  private final Child kafka;
  private final Servers servers;
  private final Admin admin;
  private Child zookeeper;
  private int runs;

  TestBed(Children children, Path directory) throws IOException, InterruptedException {
    this.children = children;
    this.directory = directory;
    Files.createDirectories(directory);
    zookeeper = server(ServerMain.ZOOKEEPER);
    kafka = server(ServerMain.KAFKA);
    servers = new Servers(kafka.awaitReady(), zookeeper.awaitReady());
    admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()));
  }

  /** Runs one subject under one load, from its topics' creation to their deletion. */
  Figures measure(Subject subject, Setting setting, int lingerMillis) throws InterruptedException {
    var run = prepare(subject, setting.shards(), setting.locks(), lingerMillis);
    var participants = startParticipants(run);
    var loops = new ArrayList<Child>();
    loops.add(startLoop(run, CLIENT_HEAP));
    for (var node = 2; node <= setting.nodes() && subject.isSpread(); node++) {
      loops.add(join(run, node));
    }
    var figures = new Driver(run, subject, setting.load(), children).drive();
    for (var loop : loops) {
      children.end(loop);
    }
    children.end(participants);
    try {
      admin.deleteTopics(subject.topics(run).all().toList()).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka keeps the topics of " + run, e.getCause());
    }
    return figures;
  }

  /** A run with topics of its own. */
  Run prepare(Subject subject, int shards, boolean locks, int lingerMillis)
      throws InterruptedException {
    var namespace = subject.name() + "-" + ++runs;
    var run = new Run(subject.name(), namespace, servers, shards, locks, lingerMillis);
    try {
      create(subject.topics(run).all().toList(), shards);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refuses the topics of " + run, e.getCause());
    }
    return run;
  }

  Child startParticipants(Run run) throws InterruptedException {
    return children.start("participants", EchoParticipants.class, CLIENT_HEAP, run.toArgument());
  }

  /** Starts the JVM under test; returns when it has every shard. */
  Child startLoop(Run run, String heap) throws InterruptedException {
    return children.start("loop", Subject.named(run.subject()).loop(), heap, run.toArgument());
  }

  /** Starts one more JVM under test; returns when it has its share of the shards. */
  private Child join(Run run, int node) throws InterruptedException {
    var share = Integer.toString(run.shards() / node);
    return children.start(
        "loop-" + node, Subject.named(run.subject()).loop(), CLIENT_HEAP, run.toArgument(), share);
  }

  Child zookeeper() {
    return zookeeper;
  }

  /** Ends ZooKeeper, and starts it again with what it has on disk. */
  void restartZooKeeper() throws InterruptedException {
    children.end(zookeeper);
    zookeeper = server(ServerMain.ZOOKEEPER);
  }

  /** The size of ZooKeeper's newest snapshot; it takes one when it starts. */
  long snapshotBytes() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(ServerMain.ZOOKEEPER))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("snapshot."))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .orElseThrow(() -> new IOException("ZooKeeper has no snapshot"))
          .toFile()
          .length();
    }
  }

  /** Ends the servers, and deletes what they wrote. */
  void end() throws IOException, InterruptedException {
    admin.close();
    children.end(kafka);
    children.end(zookeeper);
    delete(directory);
  }

  static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Returns when all of them can be sent to. */
  private void create(List<String> topics, int shards)
      throws InterruptedException, ExecutionException {
    admin
        .createTopics(
            topics.stream()
                .map(topic -> new NewTopic(topic, shards, ONE_REPLICA).configs(DELETED_AT_ONCE))
                .toList())
        .all()
        .get();
    var settings = ClientSettings.of(Map.of("kafka.bootstrap.servers", servers.kafka()));
    var contact = FirstContact.of(settings, "test-bed");
    topics.forEach(topic -> contact.until(asking -> TopicProvision.partitions(asking, topic)));
  }

  private Child server(String name) throws InterruptedException {
    return children.start(
        name, ServerMain.class, SERVER_HEAP, name, directory.resolve(name).toString());
  }
}
