package io.palinode.server.bootstrap;

import io.palinode.server.journal.zookeeper.DefinitionRegister;
import io.palinode.server.journal.zookeeper.Forgetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a namespace forget a version of a saga, so that another definition may be served as it. */
@Command(
    name = "forget",
    description = "Forgets a version of a saga, while no orchestrator runs and no such saga lives.")
final class ForgetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--saga", required = true, description = "The name of the saga.")
  private String saga = "";

  @Option(names = "--version", required = true, description = "The version to forget.")
  private int version;

  @Mixin private SettingsFile settings = new SettingsFile();

  @Override
  public void run() {
    OrchestratorSettings read = settings.read();
    DefinitionRegister register = new DefinitionRegister(read.shared().topics().namespace());
    FirstSession.of(read, Connections.limit(read))
        .use(session -> new Forgetting(register, session).forget(saga, version));
    spec.commandLine()
        .getOut()
        .printf(
            "Version %d of saga '%s' is forgotten. The next orchestrator that serves one writes it down anew.%n",
            version, saga);
  }
}
