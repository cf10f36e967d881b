package io.palinode.server.bootstrap;

import io.palinode.server.bootstrap.Resharding.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A change of the number of shards that dies where a test wants it to. */
public final class DyingReshard {
  private DyingReshard() {}

  /** It has died. */
  public static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Dies when the step is reached for the n-th time.
   *
   * @throws Died unless the step is not reached so often
   */
  public static void run(Map<String, String> settings, int to, String step, int n) {
    int[] left = {n};
    run(
        settings,
        to,
        step,
        () -> {
          if (--left[0] == 0) {
            throw new Died();
          }
        });
  }

  /** Does something besides whenever the step is reached. */
  public static void run(Map<String, String> settings, int to, String step, Runnable besides) {
    Step wanted = Step.valueOf(step);
    new Resharding(
            OrchestratorSettings.of(settings),
            to,
            reached -> {
              if (reached == wanted) {
                besides.run();
              }
            })
        .run();
  }

  /** What the command line ends with and says. */
  public static String command(String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said, true);
    int code = Cli.commands().setOut(writer).setErr(writer).execute(arguments);
    return code + ": " + said.toString().strip();
  }
}
