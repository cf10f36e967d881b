package io.palinode.server.journal.zookeeper;

import io.palinode.server.journal.DoneSegment;
import io.palinode.server.journal.ShardLost;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a shard whole, many znodes at a time.
 *
 * <ul>
 *   <li>At most {@link #WINDOW} requests are on their way.
 *   <li>A request whose answer is lost is sent again, up to {@link #LOSSES} times each.
 *   <li>A znode that vanishes meanwhile means that the fence does not hold: {@link ShardLost}. Not
 *       so where the shard is read while its owner writes it.
 * </ul>
 *
 * <p>Blocks; used by one thread, once. ZooKeeper's thread only enqueues what it is told.
 */
final class ShardReader {
  /** How many requests may be on their way. */
  static final int WINDOW = 200;

  /** How often the answer to one request may be lost. */
  static final int LOSSES = 20;

  /** Above this number of children a bucket is reported; ZooKeeper fails at five times as many. */
  static final int CROWDED = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

  private final ZooKeeper session;
  private final boolean live;
  private final BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
  private final Deque<Request> waiting = new ArrayDeque<>();
  private int onTheirWay;

  private record Request(String parent, @Nullable String name, int losses) {
    String path() {
      return name == null ? parent : parent + "/" + name;
    }
  }

  private record Answered(
      Request request,
      int rc,
      @Nullable List<String> children,
      byte @Nullable [] data,
      int version) {}

  interface Znode {
    void read(String name, byte[] data, int version);
  }

  ShardReader(ZooKeeper session) {
    this(session, false);
  }

  private ShardReader(ZooKeeper session, boolean live) {
    this.session = session;
    this.live = live;
  }

  /** A reader of a shard that others write: what vanishes meanwhile is passed over. */
  static ShardReader ofOthers(ZooKeeper session) {
    return new ShardReader(session, true);
  }

  void done(ShardPaths paths, Consumer<DoneSegment> each) {
    NavigableMap<Long, byte[]> segments = new TreeMap<>();
    children(
        List.of(paths.done()), (name, data, version) -> segments.put(Long.parseLong(name), data));
    segments.forEach((number, content) -> each.accept(new DoneSegment(number, content, false)));
  }

  /** Reads every child of every one of these znodes, in no order. */
  void children(Collection<String> parents, Znode each) {
    parents.forEach(parent -> waiting.add(new Request(parent, null, 0)));
    while (onTheirWay > 0 || !waiting.isEmpty()) {
      while (onTheirWay < WINDOW && !waiting.isEmpty()) {
        send(waiting.remove());
      }
      handle(next(), each);
    }
  }

  private void send(Request request) {
    onTheirWay++;
    if (request.name() == null) {
      session.getChildren(
          request.path(),
          false,
          (rc, path, context, children) ->
              answers.add(new Answered(request, rc, children, null, 0)),
          null);
    } else {
      session.getData(
          request.path(),
          false,
          (rc, path, context, data, stat) ->
              answers.add(
                  new Answered(request, rc, null, data, stat == null ? 0 : stat.getVersion())),
          null);
    }
  }

  private Answered next() {
    try {
      Answered answered = answers.take();
      onTheirWay--;
      return answered;
    } catch (InterruptedException e) {
      throw SessionFaults.interrupted(e);
    }
  }

  private void handle(Answered answered, Znode each) {
    Request request = answered.request();
    if (live && answered.rc() == Code.NONODE.intValue()) {
      return;
    }
    if (answered.rc() != Code.OK.intValue()) {
      sendAgain(request, answered.rc());
    } else if (answered.children() != null) {
      warnIfCrowded(request.parent(), answered.children().size());
      answered.children().forEach(name -> waiting.add(new Request(request.parent(), name, 0)));
    } else if (request.name() != null) {
      byte[] data = answered.data();
      each.read(request.name(), data == null ? new byte[0] : data, answered.version());
    }
  }

  private void sendAgain(Request request, int rc) {
    Code code = Code.get(rc);
    if (!SessionFaults.isTransient(code)) {
      throw new ShardLost("%s could not be read: %s.".formatted(request.path(), code));
    }
    if (request.losses() == LOSSES) {
      throw new ShardLost(
          "%s could not be read, the connection was lost %d times. An answer above jute.maxbuffer does that."
              .formatted(request.path(), LOSSES));
    }
    waiting.add(new Request(request.parent(), request.name(), request.losses() + 1));
  }

  private static void warnIfCrowded(String parent, int children) {
    if (children > CROWDED) {
      LOG.warn(
          "{} has {} children; above {} reading it becomes slow, and at about five times as many it fails",
          parent,
          children,
          CROWDED);
    }
  }
}
