package io.palinode.settings;

import java.util.Collection;
import java.util.Optional;

/** Finds the word that a mistyped one was meant to be, by Levenshtein's distance. */
final class EditDistance {
  private EditDistance() {}

  /**
   * The nearest of the known words, if it is no farther than a quarter of the typed word's length
   * and at least two.
   */
  static Optional<String> nearest(String typed, Collection<String> known) {
    return nearest(typed, known, Math.max(2, typed.length() / 4));
  }

  static Optional<String> nearest(String typed, Collection<String> known, int farthest) {
    String best = null;
    int least = farthest + 1;
    for (String word : known) {
      int distance = between(typed, word);
      if (distance < least) {
        least = distance;
        best = word;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The least number of characters to insert, delete or replace to get from one text to the other.
   */
  static int between(String from, String to) {
    int[] above = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      row[0] = line;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
        row[column] = Math.min(replaced, Math.min(above[column], row[column - 1]) + 1);
      }
      int[] spare = above;
      above = row;
      row = spare;
    }
    return above[to.length()];
  }
}
