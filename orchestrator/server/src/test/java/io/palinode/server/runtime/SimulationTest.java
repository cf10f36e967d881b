package io.palinode.server.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.palinode.message.SagaStatus;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sagas in bad times, over many seeds.
 *
 * <pre>
 * ./mvnw -pl orchestrator/server -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dpalinode.seeds=10000
 * </pre>
 *
 * <ul>
 *   <li>{@code palinode.seeds} is how many simulations run, 300 if unsaid; {@code palinode.from} is
 *       the seed of the first, 0 if unsaid.
 *   <li>{@code palinode.seed} runs the one of this seed, which a failure names. The same seed is
 *       the same simulation, until the code under test changes what it does.
 * </ul>
 *
 * <p>What the shards log is left out: they are in trouble all the time.
 */
class SimulationTest {
  private static final int SEEDS = 300;

  private static final Set<SagaStatus> EVERY_WAY =
      EnumSet.of(SagaStatus.COMPLETED, SagaStatus.COMPENSATED, SagaStatus.PARKED);

  private final PrintStream log = System.err;

  @BeforeEach
  void silence() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
  }

  @AfterEach
  void speak() {
    System.setErr(log);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void shouldKeepEveryPromiseInBadTimes() {
    long[] seeds = seeds().toArray();
    Set<SagaStatus> seen = EnumSet.noneOf(SagaStatus.class);
    int takenLate = 0;
    for (long seed : seeds) {
      Simulation simulation = new Simulation(seed);
      seen.addAll(run(simulation, seed));
      takenLate += simulation.facts.takenLate();
    }
    if (seeds.length >= SEEDS) {
      assertThat(seen).as("ways to come to rest").isEqualTo(EVERY_WAY);
      assertThat(takenLate).as("replies taken after their time").isGreaterThan(SEEDS);
    }
  }

  private static Set<SagaStatus> run(Simulation simulation, long seed) {
    try {
      return simulation.run();
    } catch (RuntimeException | AssertionError e) {
      return fail(
          "Seed %d (-Dpalinode.seed=%d): %s%nWhat happened last:%n  %s"
              .formatted(seed, seed, e.getMessage(), simulation.trace()),
          e);
    }
  }

  private static LongStream seeds() {
    Long one = Long.getLong("palinode.seed");
    if (one != null) {
      return LongStream.of(one);
    }
    long from = Long.getLong("palinode.from", 0);
    return LongStream.range(from, from + Long.getLong("palinode.seeds", SEEDS));
  }
}
