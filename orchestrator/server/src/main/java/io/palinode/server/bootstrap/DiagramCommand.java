package io.palinode.server.bootstrap;

import io.palinode.saga.SagaDefinition;
import io.palinode.saga.diagram.SagaDiagram;
import io.palinode.settings.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Draws a saga from its definition. */
@Command(name = "diagram", description = "Draws a saga. Needs neither Kafka nor ZooKeeper.")
final class DiagramCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--definitions",
      required = true,
      description =
          "The class whose public static fields and methods give the definitions, such as com.acme.Sagas.")
  private String definitions = "";

  @Option(names = "--saga", description = "The name of the saga; not needed if there is one only.")
  private @Nullable String saga;

  @Option(names = "--version", description = "Its version; the newest if unsaid.")
  private @Nullable Integer version;

  @Option(names = "--format", description = "mermaid or svg; mermaid if unsaid.")
  private Format format = Format.mermaid;

  @Option(names = "--out", description = "The file to write; standard output if unsaid.")
  private @Nullable Path out;

  /** Spelled as on the command line. */
  enum Format {
    mermaid,
    svg
  }

  @Override
  public void run() {
    SagaDefinition<?> drawn = chosen(NamedDefinitions.of(definitions));
    String picture =
        switch (format) {
          case mermaid -> SagaDiagram.mermaid(drawn);
          case svg -> SagaDiagram.svg(drawn);
        };
    if (out == null) {
      spec.commandLine().getOut().println(picture);
      return;
    }
    try {
      Files.writeString(out, picture);
    } catch (IOException e) {
      throw new InvalidSettings("The picture cannot be written to %s: %s".formatted(out, e));
    }
  }

  private SagaDefinition<?> chosen(NamedDefinitions named) {
    if (saga == null && named.sagas().size() > 1) {
      throw new InvalidSettings(
          "%s has several sagas; say with --saga which one of %s."
              .formatted(named.source(), named.sagas()));
    }
    String wanted = saga == null ? named.sagas().iterator().next() : saga;
    return version == null ? named.newest(wanted) : named.find(wanted, version);
  }
}
