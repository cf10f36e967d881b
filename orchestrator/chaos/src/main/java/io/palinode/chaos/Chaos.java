package io.palinode.chaos;

import io.palinode.chaos.check.Contradiction;
import io.palinode.chaos.check.Evidence;
import io.palinode.chaos.check.RunDirectory;
import io.palinode.chaos.check.SagaStory;
import io.palinode.chaos.check.Verdict;
import io.palinode.chaos.fault.Diary;
import io.palinode.embedded.process.Children;
import java.util.Locale;

/**
 * Main of a chaos run: everything in processes of its own, faults at random moments, and a verdict
 * from what is left on disk.
 *
 * <ul>
 *   <li>The seed decides the sagas and the faults. What the operating system does with them it does
 *       not decide, so a seed that failed may have to be run more than once.
 *   <li>A run that fails leaves its directory, and says how to repeat it.
 *   <li>{@code --check DIRECTORY} judges what an earlier run left, and runs nothing.
 *   <li>It exits with 0 if all is well, 1 if not, and 2 when it was called wrongly.
 * </ul>
 *
 * <p>Needs Linux, for the faults that stop a process for a while.
 */
public final class Chaos {
  private static final int STORIES = 3;
  private static final int FINDINGS = 20;

  private Chaos() {}

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    boolean holds = options.check().map(Chaos::judge).orElseGet(() -> run(options));
    System.exit(holds ? 0 : 1);
  }

  /** Runs and judges; true if all is well. */
  static boolean run(Options options) {
    var name = "run-" + options.seed() + "-" + ProcessHandle.current().pid();
    var directory = new RunDirectory(options.directory().resolve(name)).create();
    var children = new Children(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(children::killAll, "clean-up"));
    var diary = new Diary(directory.diary());
    diary.write(options.command());
    diary.write("in " + directory.path());
    boolean holds = false;
    try (var stage = new Stage(options, directory, children)) {
      new Conductor(options, directory, stage, diary).conduct();
      System.out.println(Summary.of(diary, directory));
      holds = judge(directory);
    } catch (InterruptedException | RuntimeException e) {
      System.out.println("The run failed: " + e);
      children.failure().ifPresentOrElse(System.out::println, () -> e.printStackTrace(System.out));
    }
    if (holds) {
      directory.discardData();
    }
    System.out.println(holds ? "Repeat it with" : "FAILED. Repeat it with");
    System.out.println("  " + options.command());
    return holds;
  }

  private static boolean judge(RunDirectory directory) {
    var evidence = Evidence.in(directory);
    var verdict = Verdict.on(evidence);
    System.out.println("sagas      " + evidence.sagas().size() + " " + verdict.ways());
    if (verdict.holds()) {
      System.out.println("verdict    all is well");
      return true;
    }
    System.out.printf("verdict    %d contradictions:%n", verdict.contradictions().size());
    verdict.contradictions().stream().limit(FINDINGS).forEach(System.out::println);
    var subjects =
        verdict.contradictions().stream()
            .map(Contradiction::subject)
            .distinct()
            .limit(STORIES)
            .toList();
    evidence.sagas().stream()
        .filter(saga -> subjects.contains(saga.id()))
        .forEach(saga -> System.out.printf("%n%s", SagaStory.of(saga)));
    System.out.println("The evidence is in " + directory.path());
    return false;
  }
}
