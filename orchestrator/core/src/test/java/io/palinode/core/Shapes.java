package io.palinode.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Shapes that the rules of definitions allow. */
final class Shapes {
  private Shapes() {}

  /** Every sequence of so many legs. */
  static List<String> inTurn(int legs) {
    List<String> shapes = new ArrayList<>();
    for (int undoable = 0; undoable <= legs; undoable++) {
      int after = legs - undoable;
      for (String head : heads(undoable)) {
        shapes.add(head + "r".repeat(after));
        if (after > 0) {
          shapes.add(head + "p" + "r".repeat(after - 1));
        }
      }
    }
    return shapes;
  }

  private static List<String> heads(int legs) {
    return legs == 0
        ? List.of("")
        : heads(legs - 1).stream().flatMap(head -> Stream.of(head + "c", head + "f")).toList();
  }

  /** One of so many legs, composed as chance has it. */
  static String any(int legs, Random random) {
    int undoable = random.nextInt(legs + 1);
    int after = legs - undoable;
    boolean pivot = after > 0 && random.nextBoolean();
    return region(undoable, "ccf", true, random)
        + (pivot ? "p" : "")
        + region(pivot ? after - 1 : after, "r", true, random);
  }

  private static String region(int legs, String letters, boolean forEach, Random random) {
    if (legs == 0) {
      return "";
    }
    int first = 1 + random.nextInt(legs);
    return part(first, letters, forEach, random) + region(legs - first, letters, forEach, random);
  }

  private static String part(int legs, String letters, boolean forEach, Random random) {
    int kind = random.nextInt(4);
    if (kind == 0 && forEach) {
      return "[" + (1 + random.nextInt(2)) + region(legs, letters, false, random) + "]";
    }
    if (legs == 1) {
      String leg = letters.charAt(random.nextInt(letters.length())) + "";
      return kind == 1 ? "<" + leg + ">" : leg;
    }
    int left = 1 + random.nextInt(legs - 1);
    String one = region(left, letters, forEach, random);
    String other = region(legs - left, letters, forEach, random);
    return switch (kind) {
      case 1 -> "<" + one + "/" + other + ">";
      case 2 -> "(1" + one + "|" + other + ")";
      default -> "(" + one + "|" + other + ")";
    };
  }
}
