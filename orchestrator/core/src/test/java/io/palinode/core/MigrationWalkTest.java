package io.palinode.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.core.Effect.SendCommand;
import io.palinode.core.SagaEvent.CommandIssued;
import io.palinode.core.SagaEvent.StepSucceeded;
import io.palinode.core.SagaInput.Replied;
import io.palinode.message.CommandId;
import io.palinode.message.CommandOutcome;
import io.palinode.message.CommandOutcome.Rejected;
import io.palinode.message.CommandOutcome.Succeeded;
import io.palinode.message.Direction;
import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import io.palinode.message.Reason;
import io.palinode.message.SagaStatus;
import io.palinode.saga.Outline;
import io.palinode.saga.Parts;
import io.palinode.saga.RetryPolicy;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaBuilder;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.StepDescription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every saga that may move, from every moment of every version to every other version here, goes on
 * as if it had always been there: no step twice, none left out, none before one that it follows.
 *
 * <p>A version is a text: a letter is a step, {@code (a|bc)} are branches side by side, {@code
 * (1a|b)} one of them at a time.
 */
class MigrationWalkTest {
  private static final List<String> VERSIONS =
      List.of(
          "ab",
          "ba",
          "abc",
          "acb",
          "xab",
          "axb",
          "abx",
          "b",
          "(a|b)c",
          "(b|a)c",
          "(a|b|x)c",
          "(a|b)xc",
          "x(a|b)c",
          "(ab|c)",
          "(a|bc)",
          "(ax|b)c",
          "(xa|b)c",
          "(1a|b)c",
          "(1ax|b)c",
          "(1a|b|c)",
          "a(b|c)",
          "ab(c|x)");

  private static final PayloadCodec CODEC = new PayloadCodec();
  private static final Succeeded DONE = new Succeeded(Payload.NONE);
  private static final Rejected NO = new Rejected(new Reason("NO", ""));

  private static final Map<String, SagaDefinition<Nothing>> SAGAS =
      VERSIONS.stream().collect(Collectors.toMap(version -> version, MigrationWalkTest::saga));

  record Nothing() {}

  /** A saga at one moment, and all that has happened. */
  record Moment(SagaState state, List<SagaEvent> journal, Set<CommandId> inFlight) {
    Moment after(Decision decision) {
      List<SagaEvent> longer = new ArrayList<>(journal);
      longer.addAll(decision.events());
      Set<CommandId> waiting = new HashSet<>(inFlight);
      for (Effect effect : decision.effects()) {
        if (effect instanceof SendCommand command) {
          waiting.add(command.id());
        }
      }
      return new Moment(decision.state(), longer, waiting);
    }

    Moment answered(SagaMachine<Nothing> machine, CommandId id, CommandOutcome outcome) {
      Set<CommandId> waiting = new HashSet<>(inFlight);
      waiting.remove(id);
      Replied reply = new Replied(id.step(), id.direction(), 1, outcome);
      return new Moment(state, journal, waiting).after(machine.decide(state, reply, 0));
    }
  }

  static Stream<String> versions() {
    return VERSIONS.stream();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void shouldGoOnAsIfItHadAlwaysBeenThere(String before) {
    Outline outline = saga(before).outline();
    Set<Moment> moments = moments(before);
    int moved = 0;
    for (String after : VERSIONS) {
      Migration<Nothing> migration = new Migration<>(outline, SAGAS.get(after), CODEC);
      for (Moment moment : moments) {
        if (migration.obstacles(moment.state()).isEmpty()) {
          moved++;
          goOn(
              after,
              moment.after(migration.move(moment.state())),
              "%s -> %s".formatted(before, after));
        }
      }
    }
    long live = moments.stream().filter(moment -> !moment.inFlight().isEmpty()).count();
    assertThat(moved).as("moves, of which those to itself").isGreaterThanOrEqualTo((int) live);
  }

  private static void goOn(String version, Moment moved, String what) {
    SagaMachine<Nothing> machine = new SagaMachine<>(SAGAS.get(version), CODEC);
    List<String> begun = issued(moved, Direction.ACTION);
    Moment end = moved;
    while (!end.inFlight().isEmpty()) {
      end = end.answered(machine, end.inFlight().iterator().next(), DONE);
    }
    String path = "%s, moved at %s".formatted(what, moved.state().steps());
    List<String> issued = issued(end, Direction.ACTION);
    if (end.state().status() == SagaStatus.COMPLETED) {
      assertThat(issued).as(path).containsExactlyInAnyOrderElementsOf(letters(version));
    } else {
      assertThat(end.state().status()).as(path).isEqualTo(SagaStatus.COMPENSATED);
      List<String> undone = issued(end, Direction.COMPENSATION);
      List<String> done = new ArrayList<>();
      for (SagaEvent event : end.journal()) {
        if (event instanceof StepSucceeded succeeded) {
          done.add(succeeded.step());
        }
      }
      assertThat(issued).as(path).doesNotHaveDuplicates();
      assertThat(undone).as(path).containsExactlyInAnyOrderElementsOf(done);
      Collections.reverse(undone);
      shouldRespectTheOrder(version, undone, begun, path);
    }
    shouldRespectTheOrder(version, issued, begun, path);
  }

  /**
   * Looks at the order of steps.
   *
   * @param free the steps that had begun before the move: how many of those were at work at a time
   *     was the old version's to say
   */
  private static void shouldRespectTheOrder(
      String version, List<String> steps, List<String> free, String path) {
    for (Pair pair : order(version)) {
      boolean ofBranches =
          pair.oneAtATime() && free.contains(pair.first()) && free.contains(pair.then());
      if (!ofBranches && steps.contains(pair.first()) && steps.contains(pair.then())) {
        assertThat(steps).as(path).containsSubsequence(pair.first(), pair.then());
      }
    }
  }

  /** Every moment that a saga can be in. */
  private static Set<Moment> moments(String version) {
    SagaMachine<Nothing> machine = new SagaMachine<>(saga(version), CODEC);
    Moment first =
        new Moment(SagaState.started("m", start(machine)), List.of(), Set.of())
            .after(machine.start("m", CODEC.encode(new Nothing()), 0));
    Set<Moment> seen = new LinkedHashSet<>(List.of(first));
    Deque<Moment> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Moment moment = open.remove();
      for (CommandId id : moment.inFlight()) {
        for (CommandOutcome outcome : answers(id.direction())) {
          Moment next = moment.answered(machine, id, outcome);
          if (seen.add(next)) {
            open.add(next);
          }
        }
      }
    }
    return seen;
  }

  private static SagaEvent.SagaStarted start(SagaMachine<Nothing> machine) {
    return new SagaEvent.SagaStarted(machine.definition().ref(), CODEC.encode(new Nothing()));
  }

  private static List<CommandOutcome> answers(Direction direction) {
    return direction == Direction.ACTION ? List.of(DONE, NO) : List.of(DONE);
  }

  private static List<String> issued(Moment moment, Direction direction) {
    List<String> steps = new ArrayList<>();
    for (SagaEvent event : moment.journal()) {
      if (event instanceof CommandIssued issued && issued.direction() == direction) {
        steps.add(issued.step());
      }
    }
    return steps;
  }

  private static List<String> letters(String version) {
    return version
        .chars()
        .filter(Character::isLetter)
        .mapToObj(letter -> "" + (char) letter)
        .toList();
  }

  record Pair(String first, String then, boolean oneAtATime) {}

  /** Which step must have begun before which, as the text has it. */
  private static List<Pair> order(String version) {
    List<Pair> pairs = new ArrayList<>();
    String[] parts = split(version);
    addPairs(parts[0], parts[1] + parts[2], false, pairs);
    addPairs(parts[1], parts[2], false, pairs);
    addInTurn(parts[0], pairs);
    addInTurn(parts[2], pairs);
    String[] branches = parts[1].split("\\|", -1);
    for (int i = 0; i < branches.length; i++) {
      addInTurn(branches[i], pairs);
      if (parts[1].startsWith("1")) {
        addPairs(
            branches[i],
            String.join("", List.of(branches).subList(i + 1, branches.length)),
            true,
            pairs);
      }
    }
    return pairs;
  }

  /** What stands before the branches, the branches, and what stands behind them. */
  private static String[] split(String version) {
    int open = version.indexOf('(');
    int close = version.indexOf(')');
    return open < 0
        ? new String[] {version, "", ""}
        : new String[] {
          version.substring(0, open),
          version.substring(open + 1, close),
          version.substring(close + 1)
        };
  }

  private static void addInTurn(String steps, List<Pair> pairs) {
    for (int i = 0; i < steps.length(); i++) {
      addPairs(steps.substring(i, i + 1), steps.substring(i + 1), false, pairs);
    }
  }

  private static void addPairs(String first, String then, boolean oneAtATime, List<Pair> pairs) {
    letters(first).forEach(a -> letters(then).forEach(b -> pairs.add(new Pair(a, b, oneAtATime))));
  }

  private static SagaDefinition<Nothing> saga(String version) {
    String[] parts = split(version);
    SagaBuilder<Nothing> saga = Saga.named("walk", Nothing.class);
    legs(saga, parts[0]);
    if (!parts[1].isEmpty()) {
      var parallel = saga.parallel("beside").atOnce(parts[1].startsWith("1") ? 1 : 9);
      for (String steps : parts[1].split("\\|", -1)) {
        parallel.branch(branch -> legs(branch, steps));
      }
      parallel.join();
    }
    legs(saga, parts[2]);
    return saga.build();
  }

  private static <S extends StepDescription<Nothing, Nothing, S, ?>> void legs(
      Parts<Nothing, Nothing, S, ?> parts, String steps) {
    for (String name : letters(steps)) {
      parts
          .step(name)
          .at("anybody")
          .command(nothing -> nothing)
          .compensation(nothing -> nothing)
          .retry(RetryPolicy.never());
    }
  }
}
