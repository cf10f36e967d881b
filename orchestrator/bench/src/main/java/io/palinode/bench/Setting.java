package io.palinode.bench;

/**
 * What every subject is measured under before the next setting's turn: figures of different
 * settings do not compare.
 */
record Setting(int shards, boolean locks, Load load) {
  @Override
  public String toString() {
    var what =
        load instanceof Load.Idle ? "one at a time" : "%,d in flight".formatted(load.inFlight());
    return "%d shard%s, %s, %s"
        .formatted(shards, shards == 1 ? "" : "s", locks ? "locks" : "no locks", what);
  }
}
