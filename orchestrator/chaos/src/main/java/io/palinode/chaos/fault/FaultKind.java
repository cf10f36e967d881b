package io.palinode.chaos.fault;

import static io.palinode.chaos.fault.Lane.NETWORK;
import static io.palinode.chaos.fault.Lane.ORCHESTRATORS;
import static io.palinode.chaos.fault.Lane.PARTICIPANTS;
import static io.palinode.chaos.fault.Lane.SERVERS;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Everything that is done to a running system. */
public enum FaultKind {
  /** SIGKILL, and another one is started. */
  KILL_ORCHESTRATOR(ORCHESTRATORS),
  /** SIGTERM: it hands over, and another one is started. */
  STOP_ORCHESTRATOR(ORCHESTRATORS),
  /** SIGSTOP for longer than its session lasts, then SIGCONT. */
  FREEZE_ORCHESTRATOR(ORCHESTRATORS),

  CUT_ZOOKEEPER(NETWORK),
  HALF_CLOSE_ZOOKEEPER(NETWORK),
  /** What orchestrators send arrives later. */
  DELAY_ZOOKEEPER(NETWORK),
  REFUSE_ZOOKEEPER(NETWORK),
  /** What ZooKeeper does, it does; nobody hears of it. */
  LOSE_ZOOKEEPER_ANSWERS(NETWORK),

  CUT_KAFKA(NETWORK),
  HALF_CLOSE_KAFKA(NETWORK),
  DELAY_KAFKA(NETWORK),
  REFUSE_KAFKA(NETWORK),
  LOSE_KAFKA_ANSWERS(NETWORK),

  KILL_PARTICIPANT(PARTICIPANTS),
  STOP_PARTICIPANT(PARTICIPANTS),
  FREEZE_PARTICIPANT(PARTICIPANTS),

  KILL_ZOOKEEPER(SERVERS),
  STOP_ZOOKEEPER(SERVERS),
  KILL_KAFKA(SERVERS),
  STOP_KAFKA(SERVERS);

  private final Lane lane;

  FaultKind(Lane lane) {
    this.lane = lane;
  }

  public Lane lane() {
    return lane;
  }

  static List<FaultKind> of(Lane lane) {
    return Arrays.stream(values()).filter(kind -> kind.lane == lane).toList();
  }

  /** True if it is about Kafka, and about ZooKeeper otherwise, where it is about a server. */
  boolean aboutKafka() {
    return name().contains("KAFKA");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
