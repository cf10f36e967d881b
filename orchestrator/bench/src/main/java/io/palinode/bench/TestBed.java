package io.palinode.bench;

import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Children;
import io.palinode.embedded.process.ServerMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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
  private final Child zookeeper;
  private final Child kafka;
  private final Servers servers;
  private final Admin admin;
  private int runs;

  TestBed(Children children, Path directory) throws InterruptedException {
    this.children = children;
    zookeeper = server(ServerMain.ZOOKEEPER, directory);
    kafka = server(ServerMain.KAFKA, directory);
    servers = new Servers(kafka.awaitReady(), zookeeper.awaitReady());
    admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()));
  }

  /** Runs one subject under one load, from its topics' creation to their deletion. */
  Figures measure(Subject subject, Setting setting, int lingerMillis) throws InterruptedException {
    var namespace = subject.name() + "-" + ++runs;
    var run =
        new Run(
            subject.name(), namespace, servers, setting.shards(), setting.locks(), lingerMillis);
    var topics = subject.topics(run).all().toList();
    try {
      create(topics, run.shards());
      var participants =
          children.start("participants", EchoParticipants.class, CLIENT_HEAP, run.toArgument());
      var loop = children.start("loop", subject.loop(), CLIENT_HEAP, run.toArgument());
      var figures = new Driver(run, subject, setting.load(), children).drive();
      children.end(loop);
      children.end(participants);
      admin.deleteTopics(topics).all().get();
      return figures;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refuses the topics of " + namespace, e.getCause());
    }
  }

  void end() throws InterruptedException {
    admin.close();
    children.end(kafka);
    children.end(zookeeper);
  }

  private void create(List<String> topics, int shards)
      throws InterruptedException, ExecutionException {
    admin
        .createTopics(
            topics.stream()
                .map(topic -> new NewTopic(topic, shards, ONE_REPLICA).configs(DELETED_AT_ONCE))
                .toList())
        .all()
        .get();
  }

  private Child server(String name, Path directory) throws InterruptedException {
    return children.start(
        name, ServerMain.class, SERVER_HEAP, name, directory.resolve(name).toString());
  }
}
