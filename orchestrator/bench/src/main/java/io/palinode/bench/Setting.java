package io.palinode.bench;

/**
 * What every subject is measured under before the next setting's turn: figures of different
 * settings do not compare.
 *
 * @param nodes how many processes share the shards, where the subject can be spread
 */
record Setting(int shards, int nodes, boolean locks, Load load) {
  @Override
  public String toString() {
    var what =
        load instanceof Load.Idle
            ? "one at a time"
            : "%,d in flight".formatted(load.inFlight(Load.Phase.MEASURING));
    return "%d shard%s%s, %s, %s"
        .formatted(
            shards,
            shards == 1 ? "" : "s",
            nodes == 1 ? "" : " on %d nodes".formatted(nodes),
            locks ? "locks" : "no locks",
            what);
  }
}
