package io.palinode.server.bootstrap;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What an operator can do from a command line.
 *
 * <p>Ends with 0 when it is done, with 1 when something is in the way, which it says on standard
 * error, and with 2 when it does not understand its arguments.
 */
@Command(
    name = "palinode",
    description = "Looks after sagas.",
    subcommands = {
      CommandLine.HelpCommand.class,
      DiagramCommand.class,
      ForgetCommand.class,
      MigrateCommand.class,
      NodesCommand.class
    })
public final class Cli {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Cli() {}

  public static void main(String... arguments) {
    System.exit(commands().execute(arguments));
  }

  static CommandLine commands() {
    CommandLine commands = new CommandLine(new Cli());
    return commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println(failure.getMessage());
          return command.getCommandSpec().exitCodeOnExecutionException();
        });
  }

  @Command(
      name = "reshard",
      description = "Changes the number of shards of a namespace while no orchestrator runs.")
  void reshard(
      @Option(names = "--to", required = true, description = "The new number of shards.") int to,
      @Mixin SettingsFile settings) {
    boolean changed = new Resharding(settings.read(), to).run();
    String done =
        changed
            ? "The namespace has %1$d shards. Start the orchestrators with saga.shards = %1$d."
            : "The namespace has %d shards already; there is nothing to do.";
    spec.commandLine().getOut().println(done.formatted(to));
  }
}
