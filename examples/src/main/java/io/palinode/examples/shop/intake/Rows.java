package io.palinode.examples.shop.intake;

import java.util.Map;

/** Takes the lines of one file apart. */
interface Rows {

  /**
   * The fields of a line, by name.
   *
   * @throws BadRow if it has not the form of one
   */
  Map<String, String> fields(String line);
}
