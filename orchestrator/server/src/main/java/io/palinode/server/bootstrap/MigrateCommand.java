package io.palinode.server.bootstrap;

import io.palinode.saga.SagaDefinition;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves live sagas to another version, or says which could be moved. */
@Command(
    name = "migrate",
    description = "Moves live sagas to another version of their definition, while they go on.")
final class MigrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--saga", required = true, description = "The name of the saga.")
  private String saga = "";

  @Option(names = "--from", required = true, description = "The version in which the sagas are.")
  private int from;

  @Option(names = "--to", required = true, description = "The version to which they are to move.")
  private int to;

  @Option(
      names = "--dry-run",
      description = "Only look which of them can move, and why others not.")
  private boolean dryRun;

  @Option(
      names = "--definitions",
      required = true,
      description =
          "The class whose public static fields and methods give the definitions, such as com.acme.Sagas.")
  private String definitions = "";

  @Mixin private SettingsFile settings = new SettingsFile();

  /** 0 if every saga can move or has moved, 1 if any stays. */
  @Override
  public Integer call() {
    SagaDefinition<?> target = NamedDefinitions.of(definitions).find(saga, to);
    Migrating migrating = new Migrating(settings.read(), from, target);
    PrintWriter out = spec.commandLine().getOut();
    MigrationFindings before = migrating.look();
    if (dryRun) {
      out.printf(
          "%d sagas '%s' of version %d can move to version %d; %d stay.%n%s",
          before.movable().size(), saga, from, to, before.staying(), before.stayingLines());
      return before.staying() == 0 ? 0 : 1;
    }
    int moved = migrating.move(before.movable());
    MigrationFindings after = migrating.look();
    int left = after.movable().size() + after.staying();
    out.printf(
        "%d sagas '%s' moved from version %d to version %d; %d stay.%n%s",
        moved, saga, from, to, left, after.lines());
    return left == 0 ? 0 : 1;
  }
}
