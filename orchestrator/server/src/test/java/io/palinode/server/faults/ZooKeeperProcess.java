package io.palinode.server.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.palinode.embedded.process.Child;
import io.palinode.embedded.process.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.awaitility.Awaitility;

/**
 * A ZooKeeper server in a process of its own, alone or one of an ensemble, that can be killed,
 * frozen, started again on its data, and given too small a disk.
 *
 * <ul>
 *   <li>Its ports are chosen when it is made and stay the same over restarts.
 *   <li>It does not wait for the disk: what is killed is the process, never the machine.
 *   <li>A full disk is the shell's limit on the size of a file; ZooKeeper's next write beyond it
 *       fails as on a disk that is full.
 * </ul>
 *
 * <p>For one thread. Closing it kills the process.
 */
public final class ZooKeeperProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** A file may have this many blocks of 512 bytes: a few hundred small transactions. */
  private static final List<String> SMALL_DISK =
      List.of("sh", "-c", "ulimit -f 1024 && exec \"$@\"", "sh");

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx128m",
          "-Dzookeeper.forceSync=no",
          "-Dzookeeper.preAllocSize=64",
          "-Dzookeeper.admin.enableServer=false",
          "-Dzookeeper.jmx.log4j.disable=true",
          "-XX:-UsePerfData",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

  private final Path config;
  private final int port;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private Child process;

  private ZooKeeperProcess(Path config, int port, List<String> wrapper) {
    this.config = config;
    this.port = port;
    this.process = run(wrapper);
  }

  /** Starts a server that is alone, with a full disk soon. */
  public static ZooKeeperProcess startOnASmallDisk(Path directory) {
    int port = freePorts(1).get(0);
    Path config =
        configure(directory, 1, List.of("clientPort=" + port, "clientPortAddress=127.0.0.1"));
    ZooKeeperProcess server = new ZooKeeperProcess(config, port, SMALL_DISK);
    server.awaitServing();
    return server;
  }

  /** Starts an ensemble, of one server too; returns when all of it serves. */
  public static List<ZooKeeperProcess> startEnsemble(Path directory, int size) {
    List<Integer> ports = freePorts(3 * size);
    List<String> members = new ArrayList<>(List.of("standaloneEnabled=false"));
    members.addAll(
        IntStream.range(0, size)
            .mapToObj(
                i ->
                    "server.%d=127.0.0.1:%d:%d;127.0.0.1:%d"
                        .formatted(
                            i + 1, ports.get(3 * i), ports.get(3 * i + 1), ports.get(3 * i + 2)))
            .toList());
    List<ZooKeeperProcess> servers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Path config = configure(directory.resolve("server-" + (i + 1)), i + 1, members);
      servers.add(new ZooKeeperProcess(config, ports.get(3 * i + 2), List.of()));
    }
    servers.forEach(ZooKeeperProcess::awaitServing);
    return servers;
  }

  /** Whether the shell of this machine can limit the size of a file. */
  public static boolean canHaveASmallDisk() {
    try {
      List<String> command = new ArrayList<>(SMALL_DISK);
      command.add("true");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noShell) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public static String connectString(List<ZooKeeperProcess> ensemble) {
    return ensemble.stream().map(ZooKeeperProcess::address).collect(Collectors.joining(","));
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Leader, follower or standalone; empty while it serves nobody. */
  public Optional<String> mode() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write("srvr".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith("Mode: "))
          .map(line -> line.substring("Mode: ".length()))
          .findFirst();
    } catch (IOException notUp) {
      return Optional.empty();
    }
  }

  public void awaitServing() {
    Awaitility.await().atMost(START_LIMIT).until(() -> !process.isAlive() || mode().isPresent());
    if (!process.isAlive()) {
      throw new AssertionError("ZooKeeper did not start: " + process.lastWords());
    }
  }

  /** The process, to be killed or frozen. */
  public Child process() {
    return process;
  }

  /** Every line that it has printed so far, since it was first started. */
  public List<String> output() {
    return List.copyOf(output);
  }

  /** Starts it again on its data, with as much room as there is. */
  public void restart() {
    process.kill();
    process = run(List.of());
    awaitServing();
  }

  @Override
  public void close() {
    process.kill();
  }

  private Child run(List<String> wrapper) {
    return Child.launch(
        new Launch("zookeeper", QuorumPeerMain.class, OPTIONS, List.of(config.toString()))
            .lean()
            .behind(wrapper)
            .tellingOf(output::add));
  }

  private static Path configure(Path directory, int number, List<String> place) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "dataDir=" + directory,
                "tickTime=250",
                "minSessionTimeout=500",
                "maxSessionTimeout=60000",
                "maxClientCnxns=0",
                "initLimit=40",
                "syncLimit=8"));
    lines.addAll(place);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("myid"), Integer.toString(number));
      return Files.write(directory.resolve("zoo.cfg"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(ZooKeeperProcess::release);
    }
  }

  private static void release(ServerSocket port) {
    try {
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
