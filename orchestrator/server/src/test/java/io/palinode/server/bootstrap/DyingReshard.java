package io.palinode.server.bootstrap;

import io.palinode.server.bootstrap.Resharding.Step;
import java.util.Map;

/** A change of the number of shards that dies where a test wants it to. */
public final class DyingReshard {
  private int left;

  private DyingReshard(int left) {
    this.left = left;
  }

  /** It has died. */
  public static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Dies when the step is reached for the n-th time.
   *
   * @throws Died always, unless the step is not reached so often
   */
  public static void run(Map<String, String> settings, int to, String step, int n) {
    DyingReshard dying = new DyingReshard(n);
    new Resharding(OrchestratorSettings.of(settings), to, at -> dying.at(at == Step.valueOf(step)))
        .run();
  }

  /** What the command line says and ends with. */
  public static String command(String... arguments) {
    var out = new java.io.StringWriter();
    var printer = new java.io.PrintWriter(out, true);
    int code = Cli.commands().setOut(printer).setErr(printer).execute(arguments);
    return code + ": " + out.toString().strip();
  }

  private void at(boolean here) {
    if (here && --left == 0) {
      throw new Died();
    }
  }
}
