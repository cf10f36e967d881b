package io.palinode.server.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.diagram.SagaDiagram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagramCommandTest {
  record Note(String text) {}

  /** Definitions in every way in which a class may give them. */
  public static final class Notes {
    public static final SagaDefinition<Note> WRITE = note("write", 1);
    public static final String NO_DEFINITION = "write";

    private Notes() {}

    public static SagaDefinition<Note> writeAgain() {
      return note("write", 2);
    }

    public static List<SagaDefinition<?>> others() {
      return List.of(note("read", 1), WRITE);
    }

    public static SagaDefinition<Note> notAsked(int version) {
      return note("never", version);
    }
  }

  /** One saga. */
  public static final class OneNote {
    public static final SagaDefinition<Note> WRITE = note("write", 1);

    private OneNote() {}
  }

  @Test
  void shouldPrintTheOnlySaga() {
    assertThat(diagram(OneNote.class))
        .isEqualTo("0: " + SagaDiagram.mermaid(OneNote.WRITE).strip());
  }

  @Test
  void shouldDrawTheNewestVersionUnlessToldWhich() {
    assertThat(diagram(Notes.class, "--saga", "write", "--format", "svg"))
        .isEqualTo("0: " + SagaDiagram.svg(Notes.writeAgain()).strip());
    assertThat(diagram(Notes.class, "--saga", "write", "--version", "1"))
        .isEqualTo("0: " + SagaDiagram.mermaid(Notes.WRITE).strip());
    assertThat(diagram(Notes.class, "--saga", "read"))
        .isEqualTo("0: " + SagaDiagram.mermaid(note("read", 1)).strip());
  }

  @Test
  void shouldWriteAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("write.svg");

    assertThat(diagram(OneNote.class, "--format", "svg", "--out", file.toString()))
        .isEqualTo("0: ");

    assertThat(file).hasContent(SagaDiagram.svg(OneNote.WRITE));
  }

  @Test
  void shouldSayWhatThereIsWhereAskedForSomethingElse() {
    String notes = Notes.class.getName();

    assertThat(diagram(Notes.class))
        .isEqualTo("1: %s has several sagas; say with --saga which one of [read, write].", notes);
    assertThat(diagram(Notes.class, "--saga", "wipe"))
        .isEqualTo("1: %s has no saga 'wipe', only [read, write].", notes);
    assertThat(diagram(Notes.class, "--saga", "read", "--version", "7"))
        .startsWith("1: %s has no version 7 of saga 'read', only [read v1 (".formatted(notes));
    assertThat(diagram(DiagramCommandTest.class)).contains("has no public static field");
    assertThat(DyingReshard.command("diagram", "--definitions", "com.acme.Sagas"))
        .startsWith("1: There is no class com.acme.Sagas on the class path.");
    assertThat(diagram(OneNote.class, "--format", "png")).startsWith("2: ");
    assertThat(diagram(OneNote.class, "--out", "/no/such/directory/a.svg"))
        .startsWith("1: The picture cannot be written to /no/such/directory/a.svg");
  }

  private static String diagram(Class<?> definitions, String... more) {
    List<String> words =
        new ArrayList<>(List.of("diagram", "--definitions", definitions.getName()));
    words.addAll(List.of(more));
    return DyingReshard.command(words.toArray(String[]::new));
  }

  private static SagaDefinition<Note> note(String name, int version) {
    return Saga.named(name, Note.class)
        .version(version)
        .step("write-down")
        .at("paper")
        .command(note -> note)
        .retriable()
        .build();
  }
}
