package io.palinode.saga.diagram;

import java.util.List;

/**
 * Takes a picture part by part: what a frame contains comes between its begin and its end, and
 * arrows come after what they join.
 *
 * <p>Not safe for use by several threads.
 */
interface Canvas {

  /**
   * Adds a shape.
   *
   * @param id unique in the picture: letters and digits
   * @param lines its text, the first of them its name
   */
  void add(String id, Shape shape, Area area, List<String> lines);

  /** Adds an arrow from the bottom of one shape to the top of another. */
  void join(String from, String to, String label);

  void beginFrame(String id, String title, Area area);

  void endFrame();

  /** The whole picture. */
  String text(Area all);
}
