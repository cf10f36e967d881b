package io.palinode.core;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a saga, as a text of few letters says it.
 *
 * <p>A letter is a leg: {@code c} can be undone, {@code f} leaves nothing to undo, {@code p} is the
 * pivot, {@code r} is retriable; {@code l} can be undone and is walked, by nobody's help. Legs in a
 * row are travelled in turn; {@code (A|B)} side by side; {@code <A/B>} is a choice; {@code [A]} is
 * travelled for each item; <code>{A}</code> is a saga of its own. A number behind the bracket says
 * how many at once: {@code [2A]}.
 */
sealed interface Shape {
  record Leg(String name, char kind) implements Shape {}

  record InTurn(List<Shape> parts) implements Shape {}

  record SideBySide(String name, int atOnce, List<Shape> branches) implements Shape {}

  record Fork(String name, List<Shape> options) implements Shape {}

  record Each(String name, int atOnce, Shape body) implements Shape {}

  record Nested(String name, Shape body) implements Shape {}

  static InTurn of(String text) {
    return new Reader(text).inTurn();
  }

  /** Reads one text from its beginning to its end. */
  final class Reader {
    private final String text;
    private int at;
    private int legs;
    private int forks;

    private Reader(String text) {
      this.text = text;
    }

    private InTurn inTurn() {
      List<Shape> parts = new ArrayList<>();
      while (at < text.length() && "|/)>]}".indexOf(text.charAt(at)) < 0) {
        parts.add(part(text.charAt(at++)));
      }
      return new InTurn(parts);
    }

    private Shape part(char first) {
      String name = "fork-" + (forks + 1);
      return switch (first) {
        case '(' -> {
          forks++;
          int atOnce = number(Integer.MAX_VALUE);
          yield new SideBySide(name, atOnce, several());
        }
        case '<' -> {
          forks++;
          yield new Fork(name, several());
        }
        case '[' -> {
          forks++;
          int atOnce = number(1);
          yield new Each(name, atOnce, several().get(0));
        }
        case '{' -> {
          forks++;
          yield new Nested(name, several().get(0));
        }
        default -> new Leg("leg-" + ++legs, first);
      };
    }

    private List<Shape> several() {
      List<Shape> several = new ArrayList<>();
      char end;
      do {
        several.add(inTurn());
        end = text.charAt(at++);
      } while (end == '|' || end == '/');
      return several;
    }

    private int number(int unsaid) {
      return Character.isDigit(text.charAt(at)) ? text.charAt(at++) - '0' : unsaid;
    }
  }
}
