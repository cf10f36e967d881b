package io.palinode.server.journal.zookeeper;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.zookeeper.AsyncCallback.DataCallback;
import org.apache.zookeeper.AsyncCallback.MultiCallback;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.apache.zookeeper.ZooKeeper;

/**
 * A handle whose answers a test gives, one by one, in whatever order.
 *
 * <p>It talks to nobody. One test thread answers it.
 */
final class ScriptedZooKeeper extends ZooKeeper {
  private final Deque<MultiCallback> sent = new ConcurrentLinkedDeque<>();
  private final Deque<DataCallback> lookUps = new ArrayDeque<>();
  private volatile States state = States.CONNECTED;

  ScriptedZooKeeper() throws IOException {
    super("127.0.0.1:9", 1_000, event -> {});
  }

  @Override
  public void multi(Iterable<Op> ops, MultiCallback callback, Object context) {
    sent.add(callback);
  }

  @Override
  public void getData(String path, boolean watch, DataCallback callback, Object context) {
    lookUps.add(callback);
  }

  @Override
  public States getState() {
    return state;
  }

  void become(States next) {
    state = next;
  }

  int unanswered() {
    return sent.size();
  }

  /** Answers the oldest batch that has none. */
  void apply() {
    sent.remove().processResult(Code.OK.intValue(), "", null, List.of());
  }

  void lose() {
    sent.remove().processResult(Code.CONNECTIONLOSS.intValue(), "", null, null);
  }

  void fence() {
    int rc = Code.BADVERSION.intValue();
    List<OpResult> results = new ArrayList<>(List.of(new ErrorResult(rc)));
    sent.remove().processResult(rc, "", null, results);
  }

  void showHead(byte[] head) {
    lookUps.remove().processResult(Code.OK.intValue(), "", null, head, null);
  }

  void loseLookUp() {
    lookUps.remove().processResult(Code.CONNECTIONLOSS.intValue(), "", null, null, null);
  }
}
