package io.palinode.server.coordination.curator;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.embedded.faults.TcpProxy;
import io.palinode.server.coordination.OwnershipListener;
import io.palinode.server.journal.ShardJournal;
import io.palinode.server.journal.zookeeper.TestSession;
import io.palinode.server.journal.zookeeper.ZooKeeperJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The race for a shard between two nodes, each behind a network of its own. */
class CuratorElectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LONG_SESSION = Duration.ofSeconds(20);
  private static final Duration SHORT_SESSION = Duration.ofSeconds(2);
  private static final String LATCH = "/shop/shards/05/latch";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Node> nodes = new ArrayList<>();
  private EmbeddedZooKeeper server;
  private ZooKeeper bystander;

  @BeforeEach
  void start() {
    server = EmbeddedZooKeeper.builder().fsync(false).start();
    bystander = TestSession.connect(server.connectString());
  }

  @AfterEach
  void stop() throws InterruptedException {
    nodes.forEach(Node::close);
    bystander.close();
    server.close();
    timer.shutdownNow();
  }

  @Test
  void shouldLetOneOfTwoWinAndTheOtherFollowSoonAfterItCloses() {
    Node first = join("a", LONG_SESSION);
    first.awaitNews("won");
    Node second = join("b", LONG_SESSION);
    awaitRacers(2);
    assertThat(second.news()).isEmpty();

    first.election.close();

    assertThat(first.handle.getState().isAlive()).isFalse();
    Awaitility.await()
        .atMost(LONG_SESSION.dividedBy(2))
        .until(() -> second.news().equals(List.of("won")));
    assertThat(first.news()).containsExactly("won");
  }

  @Test
  void shouldGiveTheWinnerAJournalOfTheSessionThatWon() {
    Node first = join("a", LONG_SESSION);
    first.awaitNews("won");

    assertThat(first.journal.takeOver("a").epoch()).isEqualTo(1);
    assertThat(TestSession.sure(() -> bystander.exists(racers().get(0), false)).getEphemeralOwner())
        .isEqualTo(first.handle.getSessionId());
  }

  @Test
  void shouldPauseWithTheConnectionAndGoOnInTheSameSession() {
    Node node = join("a", LONG_SESSION);
    node.awaitNews("won");

    node.network.refuse();
    node.awaitNews("won", "suspended");
    node.network.heal();

    node.awaitNews("won", "suspended", "resumed");
    assertThat(node.handles).hasSize(1);
  }

  @Test
  void shouldLoseAndWinAgainWithoutARestartWhenTheServerEndsTheSession() {
    Node node = join("a", LONG_SESSION);
    node.awaitNews("won");

    TestSession.expire(server.connectString(), node.handle);

    node.awaitLast("lost", "won");
    assertThat(node.handles).hasSize(2).doesNotHaveDuplicates();
    assertThat(node.journal.takeOver("a").epoch()).isEqualTo(1);
  }

  @Test
  void shouldLoseTheShardToAnotherWhenItsConnectionStaysAway() {
    Node cut = join("a", SHORT_SESSION);
    cut.awaitNews("won");
    Node other = join("b", LONG_SESSION);
    awaitRacers(2);

    cut.network.refuse();
    other.awaitNews("won");
    cut.awaitNews("won", "suspended", "lost");
    cut.network.heal();
    awaitRacers(2);
    other.election.close();

    cut.awaitNews("won", "suspended", "lost", "won");
  }

  @Test
  void shouldGiveUpTheShardAndRaceAgainInANewSession() {
    Node node = join("a", LONG_SESSION);
    node.awaitNews("won");
    long session = node.handle.getSessionId();

    node.election.restart();

    node.awaitNews("won", "lost", "won");
    assertThat(node.handle.getSessionId()).isNotEqualTo(session);
  }

  @Test
  void shouldRaceAgainWhenTheLatchOfAWaitingNodeHasLeftSilently() {
    join("a", SHORT_SESSION).awaitNews("won");
    Node waiting = join("b", SHORT_SESSION);
    awaitRacers(2);

    delete(racers().get(1));

    awaitRacers(2);
    assertThat(waiting.news()).isEmpty();
  }

  @Test
  void shouldLoseTheShardWhenTheLatchOfItsOwnerHasLeftSilently() {
    Node owner = join("a", SHORT_SESSION);
    owner.awaitNews("won");

    delete(racers().get(0));

    owner.awaitNews("won", "lost", "won");
  }

  @Test
  void shouldLoseTheShardWhenNothingOfTheRaceIsLeft() {
    Node owner = join("a", SHORT_SESSION);
    owner.awaitNews("won");

    delete(racers().get(0));
    delete(LATCH);

    owner.awaitNews("won", "lost", "won");
  }

  @Test
  void shouldRaceAgainAlthoughARaceCouldNotBegin() {
    Node node = new Node("a", LONG_SESSION, 2);
    node.election.start(node);
    node.awaitNews("won");

    node.election.restart();

    node.awaitNews("won", "lost", "won");
    assertThat(node.begun).hasValue(3);
  }

  @Test
  void shouldStartWithoutZooKeeperAndWinWhenItComes() {
    Node node = new Node("a", SHORT_SESSION);
    node.network.refuse();
    node.election.start(node);
    Awaitility.await().during(Duration.ofSeconds(5)).until(() -> node.news().isEmpty());

    node.network.heal();

    node.awaitNews("won");
  }

  private Node join(String id, Duration sessionTimeout) {
    Node node = new Node(id, sessionTimeout);
    node.election.start(node);
    return node;
  }

  private void awaitRacers(int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> racers().size() == count);
  }

  /** The znodes of the latch, the first in the race first. */
  private List<String> racers() {
    try {
      return bystander.getChildren(LATCH, false).stream()
          .sorted(Comparator.comparing(name -> name.substring(name.length() - 10)))
          .map(name -> LATCH + "/" + name)
          .toList();
    } catch (KeeperException | InterruptedException e) {
      return List.of();
    }
  }

  private void delete(String path) {
    try {
      bystander.delete(path, -1);
    } catch (KeeperException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A node that writes down what it hears. */
  private final class Node implements OwnershipListener, AutoCloseable {
    private final TcpProxy network = TcpProxy.to(server.port());
    private final List<String> news = new ArrayList<>();
    private final List<ZooKeeper> handles = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final CuratorElection election;
    private volatile ZooKeeper handle;
    private volatile ShardJournal journal;

    Node(String id, Duration sessionTimeout) {
      this(id, sessionTimeout, 0);
    }

    /** A node whose race of this number, from 1, cannot begin. */
    Node(String id, Duration sessionTimeout, int failing) {
      RaceSettings settings =
          new RaceSettings(network.address(), "shop", 5, id + "/1", sessionTimeout);
      election =
          new CuratorElection(
              settings,
              timer,
              (listener, over) -> {
                if (begun.incrementAndGet() == failing) {
                  throw new IllegalStateException("No thread is left.");
                }
                return Race.begin(settings, this::journal, listener, over);
              });
      nodes.add(this);
    }

    private ShardJournal journal(ZooKeeper winner) {
      handle = winner;
      handles.add(winner);
      return new ZooKeeperJournal(winner, "shop", 5, timer);
    }

    synchronized List<String> news() {
      return List.copyOf(news);
    }

    void awaitNews(String... expected) {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .untilAsserted(() -> assertThat(news()).containsExactly(expected));
    }

    void awaitLast(String... expected) {
      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(news()).endsWith(expected));
    }

    @Override
    public synchronized void won(ShardJournal journal) {
      this.journal = journal;
      news.add("won");
    }

    @Override
    public synchronized void suspended() {
      news.add("suspended");
    }

    @Override
    public synchronized void resumed() {
      news.add("resumed");
    }

    @Override
    public synchronized void lost() {
      news.add("lost");
    }

    @Override
    public void close() {
      network.heal();
      election.close();
      network.close();
    }
  }
}
