package io.palinode.server.transport;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Publishers of a namespace of two shards, and what a test needs besides. */
public interface PublishersRig {
  /** A topic that is there. */
  String topic();

  /** The publishers of one node; every call gives those of another. */
  Publishers node();

  /** The values of the topic's records that a reader gets to see, each key's in order. */
  List<String> readable();

  /** Lets the publishers work until this holds, and fails after a while. */
  void until(BooleanSupplier condition);
}
