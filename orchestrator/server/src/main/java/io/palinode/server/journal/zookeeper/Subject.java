package io.palinode.server.journal.zookeeper;

import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/**
 * What one operation of a batch is about, so that its failure can be told in words.
 *
 * @param sagaId or the address of a business key; null where it is about neither
 */
record Subject(String what, @Nullable String sagaId, boolean isLock) {
  static final Subject HEAD = new Subject("the head", null, false);

  static Subject log(String sagaId) {
    return new Subject("its log", sagaId, false);
  }

  static Subject lock(String sagaId) {
    return new Subject("its lock", sagaId, true);
  }

  static Subject key(String address) {
    return new Subject("its znode", address, false);
  }

  static Subject done(long segment) {
    return new Subject("segment " + segment + " of the ended sagas", null, false);
  }

  /** Why the operation failed, as a sentence. */
  String failure(Answer answer) {
    Code code = answer.code();
    if (code == null) {
      return "ZooKeeper refused %s with the unknown code %d.".formatted(what, answer.number());
    }
    return switch (code) {
      case NONODE -> "%s is gone.".formatted(what);
      case NODEEXISTS -> "%s exists already.".formatted(what);
      case BADVERSION -> "%s was changed by somebody else.".formatted(what);
      case NOTEMPTY ->
          "%s cannot go, because somebody holds its lock or waits for it.".formatted(what);
      case NOAUTH -> "%s may not be written by this orchestrator.".formatted(what);
      default -> "ZooKeeper refused %s: %s.".formatted(what, code);
    };
  }
}
