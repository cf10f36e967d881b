package io.palinode.chaos;

import io.palinode.chaos.check.RunDirectory;
import io.palinode.chaos.fault.Blackout;
import io.palinode.chaos.fault.FaultKind;
import io.palinode.chaos.fault.Lane;
import io.palinode.chaos.fault.Line;
import io.palinode.chaos.fault.NetworkSaboteur;
import io.palinode.chaos.fault.Player;
import io.palinode.chaos.fault.ProcessSaboteur;
import io.palinode.chaos.fault.Saboteur;
import io.palinode.chaos.participant.ParticipantMain;
import io.palinode.chaos.saga.Errands;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.embedded.process.Children;
import io.palinode.embedded.process.Launch;
import io.palinode.embedded.process.ServerMain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole system: every process, and every line between them that can fail.
 *
 * <ul>
 *   <li>Each orchestrator reaches each ZooKeeper server over a line of its own. Everybody reaches
 *       Kafka over one line: a broker tells all clients the same address.
 *   <li>Servers keep their ports, and participants their ledgers, from one process to the next.
 * </ul>
 *
 * <p>For the thread that conducts the run.
 */
final class Stage implements AutoCloseable {
  static final String NAMESPACE = "chaos";
  static final int SHARDS = 4;
  static final Duration SESSION = Duration.ofSeconds(2);

  private static final List<String> LOGGING =
      List.of(
          "-Dorg.slf4j.simpleLogger.showDateTime=true",
          "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

  /** What an orchestrator has to do with while a server is away for long. */
  private static final String SMALL_HEAP = "64m";

  private final Options options;
  private final RunDirectory directory;
  private final Children children;
  private final Ports ports = new Ports();
  private final List<String> zooKeeperAddresses = new ArrayList<>();
  private final List<Player> zooKeepers;
  private final Player kafka;
  private final List<Player> orchestrators = new ArrayList<>();
  private final List<Player> participants = new ArrayList<>();
  private final List<Line> toZooKeeper = new ArrayList<>();
  private final Line toKafka;

  Stage(Options options, RunDirectory directory, Children children) {
    this.options = options;
    this.directory = directory;
    this.children = children;
    var ensemble = ZooKeepers.with(options.zooKeepers(), ports, directory);
    zooKeeperAddresses.addAll(ensemble.addresses());
    zooKeepers = new ArrayList<>();
    for (int i = 0; i < options.zooKeepers(); i++) {
      int server = i;
      zooKeepers.add(
          player(ensemble.name(i), ensemble.main(), "128m", List.of(), ensemble.arguments(server)));
    }
    int kafkaPort = ports.next();
    int advertised = ports.next();
    toKafka = new Line("kafka", TcpProxy.between(advertised, kafkaPort));
    kafka =
        player(
            ServerMain.KAFKA,
            ServerMain.class,
            "256m",
            List.of(),
            List.of(
                ServerMain.KAFKA,
                directory.data(ServerMain.KAFKA).toString(),
                Integer.toString(kafkaPort),
                Integer.toString(advertised)));
    for (int i = 1; i <= options.orchestrators(); i++) {
      orchestrators.add(orchestrator("orchestrator-" + i, ensemble));
    }
    Errands.PARTICIPANTS.forEach(name -> participants.add(participant(name)));
  }

  /** Starts everything, and returns when all are ready. */
  void open() throws InterruptedException {
    var servers = new ArrayList<>(zooKeepers);
    servers.add(kafka);
    Player.enterTogether(servers);
    Player.enterTogether(orchestrators);
    Player.enterTogether(participants);
  }

  Map<Lane, Saboteur> saboteurs() {
    return Map.of(
        Lane.ORCHESTRATORS, new ProcessSaboteur(kind -> orchestrators),
        Lane.PARTICIPANTS, new ProcessSaboteur(kind -> participants),
        Lane.SERVERS, new ProcessSaboteur(this::servers),
        Lane.NETWORK, new NetworkSaboteur(toZooKeeper, List.of(toKafka)));
  }

  /** What takes a server away from everybody: Kafka first, ZooKeeper from the orchestrators. */
  List<Blackout> blackouts() {
    return List.of(new Blackout("kafka", List.of(toKafka)), new Blackout("zookeeper", toZooKeeper));
  }

  String kafkaAddress() {
    return toKafka.proxy().address();
  }

  String zooKeeperAddress() {
    return String.join(",", zooKeeperAddresses);
  }

  /** Stops orchestrators and participants in order, so that nothing happens any more. */
  void quieten() throws InterruptedException {
    var all = new ArrayList<>(orchestrators);
    all.addAll(participants);
    Player.leaveTogether(all);
  }

  @Override
  public void close() {
    children.killAll();
    toZooKeeper.forEach(line -> line.proxy().close());
    toKafka.proxy().close();
  }

  private List<Player> servers(FaultKind kind) {
    return kind == FaultKind.KILL_KAFKA || kind == FaultKind.STOP_KAFKA
        ? List.of(kafka)
        : zooKeepers;
  }

  private Player orchestrator(String name, ZooKeepers ensemble) {
    var addresses = new ArrayList<String>();
    for (int port : ensemble.clientPorts()) {
      var line = new Line(name + " to zookeeper at " + port, TcpProxy.to(port));
      toZooKeeper.add(line);
      addresses.add(line.proxy().address());
    }
    return player(
        name,
        OrchestratorMain.class,
        options.outage().isZero() ? "128m" : SMALL_HEAP,
        List.of("-Dorg.slf4j.simpleLogger.log.io.palinode=info"),
        List.of(
            "kafka.bootstrap.servers=" + kafkaAddress(),
            "saga.zookeeper.connect=" + String.join(",", addresses),
            "saga.zookeeper.session.timeout=" + SESSION.toMillis() + "ms",
            "saga.orchestrator.drain=5s",
            "saga.publish.mode=" + (options.transactional() ? "transactional" : "idempotent"),
            "saga.namespace=" + NAMESPACE,
            "saga.shards=" + SHARDS,
            "saga.topics.partitions=" + SHARDS));
  }

  private Player participant(String name) {
    return player(
        name,
        ParticipantMain.class,
        "128m",
        List.of(),
        List.of(name, directory.ledger(name).toString(), kafkaAddress(), NAMESPACE));
  }

  private Player player(
      String name, Class<?> main, String heap, List<String> options, List<String> arguments) {
    var all = new ArrayList<>(LOGGING);
    all.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Xss512k", "-Xmx" + heap));
    all.addAll(options);
    var launch = new Launch(name, main, all, arguments).lean();
    return new Player(
        name,
        children,
        entrance -> launch.loggedTo(directory.logs().resolve(name + "." + entrance + ".log")));
  }
}
