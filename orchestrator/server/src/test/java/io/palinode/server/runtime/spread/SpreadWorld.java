package io.palinode.server.runtime.spread;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.coordination.NodeRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that race for shards, their registry, and time, all of it virtual.
 *
 * <ul>
 *   <li>A shard goes to whoever has raced for it longest. What is let go of is drained, and a
 *       takeover takes a while.
 *   <li>Each node hears of the others' entries late, and each of them at another moment.
 *   <li>A node that is killed keeps its places in the races, and its entry, until each of its
 *       sessions is over, one after the other.
 * </ul>
 */
final class SpreadWorld {
  static final Duration SESSION = Duration.ofSeconds(6);

  private static final int LOOK_MILLIS = 200;
  private static final int REST_MILLIS = 200;

  private final Random chance;
  private final List<Race> races;
  private final List<Node> running = new ArrayList<>();
  private final Map<String, NodeEntry> entries = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
  private long now;
  private long scheduled;
  private int made;
  private int takeovers;
  private int gifts;

  private record Event(long at, long number, Runnable what) {}

  SpreadWorld(Random chance, int shards) {
    this.chance = chance;
    this.races = IntStream.range(0, shards).mapToObj(Race::new).toList();
  }

  int shards() {
    return races.size();
  }

  int nodes() {
    return running.size();
  }

  /** How often a shard was taken over. */
  int takeovers() {
    return takeovers;
  }

  /** How often a shard was given away by a node that stays. */
  int gifts() {
    return gifts;
  }

  /** By how many shards the richest node surpasses the poorest; all shards are run. */
  int difference() {
    int run = running.stream().mapToInt(node -> node.mine.size()).sum();
    if (run != races.size()) {
      throw new AssertionError("%d of %d shards are run.".formatted(run, races.size()));
    }
    int most = running.stream().mapToInt(node -> node.mine.size()).max().orElse(0);
    return most - running.stream().mapToInt(node -> node.mine.size()).min().orElse(0);
  }

  void join() {
    Node node = new Node("node-" + made++);
    entries.forEach((id, entry) -> later(10, 150, () -> node.hear(id)));
    running.add(node);
    races.forEach(race -> later(0, 50, () -> race.join(node)));
    node.look();
  }

  /** A node is stopped; returns how many shards it had. */
  int leave() {
    Node node = any();
    running.remove(node);
    int had = node.mine.size();
    node.racing = false;
    node.spread.leave(Set.copyOf(node.mine), node.others());
    node.lookOnce();
    for (Race race : races) {
      if (node.mine.contains(race.shard)) {
        later(200, 1_000, () -> node.letGo(race));
      } else {
        race.exit(node);
      }
    }
    later(1_200, 1_300, node::close);
    return had;
  }

  /** A node dies, and time goes on until its entry is gone and nothing is its own any more. */
  void kill() {
    Node node = any();
    running.remove(node);
    node.alive = false;
    node.racing = false;
    int first = (int) SESSION.toMillis() * 2 / 3;
    int last = (int) SESSION.toMillis() + 300;
    long over = later(first, last, node::close);
    for (Race race : races) {
      long at = later(first, last, () -> race.exit(node));
      over = race.winner == node ? Math.max(over, at) : over;
    }
    run(Duration.ofMillis(over - now));
  }

  /** Goes on for longer than anything takes. */
  void settle() {
    run(Duration.ofMinutes(1));
  }

  void run(Duration time) {
    long end = now + time.toMillis();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.remove();
      now = next.at();
      next.what().run();
    }
    now = end;
  }

  private Node any() {
    return running.get(chance.nextInt(running.size()));
  }

  /** Has something happen; returns when. */
  private long later(int atLeast, int atMost, Runnable what) {
    long at = now + atLeast + chance.nextInt(atMost - atLeast + 1);
    events.add(new Event(at, scheduled++, what));
    return at;
  }

  private void tell(String id) {
    running.forEach(other -> later(10, 150, () -> other.hear(id)));
  }

  /** The race for one shard: the first in line has it, or is about to. */
  private final class Race {
    private final int shard;
    private final Deque<Node> line = new ArrayDeque<>();
    private @Nullable Node winner;

    private Race(int shard) {
      this.shard = shard;
    }

    void join(Node node) {
      if (node.racing && !line.contains(node)) {
        line.addLast(node);
        awardTo(node);
      }
    }

    void exit(Node node) {
      line.remove(node);
      winner = winner == node ? null : winner;
      if (!line.isEmpty()) {
        awardTo(line.peekFirst());
      }
    }

    private void awardTo(Node node) {
      if (line.peekFirst() == node && winner != node) {
        later(5, 30, () -> win(node));
      }
    }

    private void win(Node node) {
      if (line.peekFirst() != node || winner == node || !node.racing) {
        return;
      }
      winner = node;
      if (node.deference.passesOn(shard)) {
        exit(node);
        later(REST_MILLIS, REST_MILLIS, () -> join(node));
      } else {
        later(20, 300, () -> takeOver(node));
      }
    }

    private void takeOver(Node node) {
      if (winner == node && node.racing) {
        node.mine.add(shard);
        takeovers++;
      }
    }
  }

  private final class Node implements NodeRegistry {
    private final String id;
    private final Spread spread;
    private final Deference deference;
    private final Set<Integer> mine = new HashSet<>();
    private final Map<String, NodeEntry> heard = new HashMap<>();
    private boolean alive = true;
    private boolean racing = true;

    private Node(String id) {
      this.id = id;
      this.spread = new Spread(id, races.size(), SESSION);
      this.deference = new Deference(this, id);
    }

    void look() {
      if (alive) {
        lookOnce();
        later(LOOK_MILLIS, LOOK_MILLIS, this::look);
      }
    }

    void lookOnce() {
      Spread.Step step = spread.look(Set.copyOf(mine), others(), now);
      publish(step.entry());
      step.given()
          .ifPresent(
              shard -> {
                gifts++;
                mine.remove(shard);
                later(20, 800, () -> letGo(races.get(shard)));
              });
    }

    void letGo(Race race) {
      mine.remove(race.shard);
      race.exit(this);
      later(REST_MILLIS, REST_MILLIS, () -> race.join(this));
    }

    /** Reads an entry as it is now. */
    void hear(String node) {
      NodeEntry entry = entries.get(node);
      if (entry == null) {
        heard.remove(node);
      } else {
        heard.put(node, entry);
      }
    }

    List<NodeEntry> others() {
      return heard.values().stream().filter(entry -> !entry.node().equals(id)).toList();
    }

    @Override
    public void join() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void publish(NodeEntry entry) {
      if (!entry.equals(entries.put(id, entry))) {
        tell(id);
      }
    }

    @Override
    public List<NodeEntry> entries() {
      return List.copyOf(heard.values());
    }

    @Override
    public void close() {
      alive = false;
      entries.remove(id);
      tell(id);
    }
  }
}
