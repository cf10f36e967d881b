package io.palinode.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Kills, stops and freezes processes, and starts others in their place.
 *
 * @param targets which processes a kind of fault may hit
 */
public record ProcessSaboteur(Function<FaultKind, List<Player>> targets) implements Saboteur {
  @Override
  public String strike(PlannedFault fault) throws InterruptedException {
    var players = targets.apply(fault.kind());
    var player = players.get(fault.target() % players.size());
    return switch (fault.kind()) {
      case KILL_ORCHESTRATOR, KILL_PARTICIPANT, KILL_ZOOKEEPER, KILL_KAFKA -> kill(player);
      case STOP_ORCHESTRATOR, STOP_PARTICIPANT, STOP_ZOOKEEPER, STOP_KAFKA -> stop(player);
      case FREEZE_ORCHESTRATOR, FREEZE_PARTICIPANT -> freeze(player, fault.lasting());
      default -> throw new IllegalArgumentException(fault.kind() + " is done to no process.");
    };
  }

  private static String kill(Player player) throws InterruptedException {
    long pid = player.pid();
    player.kill();
    long begin = System.nanoTime();
    player.enter();
    return "%s, pid %d, killed; another one, pid %d, was ready after %d ms"
        .formatted(player.name(), pid, player.pid(), millisSince(begin));
  }

  private static String stop(Player player) throws InterruptedException {
    long pid = player.pid();
    long begin = System.nanoTime();
    player.leave();
    long left = millisSince(begin);
    player.enter();
    return "%s, pid %d, stopped in order within %d ms; pid %d took its place"
        .formatted(player.name(), pid, left, player.pid());
  }

  private static String freeze(Player player, Duration lasting) throws InterruptedException {
    Freeze.hold(player.pid(), lasting);
    return "%s, pid %d, stood still for %d ms"
        .formatted(player.name(), player.pid(), lasting.toMillis());
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }
}
