package io.palinode.saga.diagram;

/** A rectangle on the canvas, in pixels; y grows downwards. */
record Area(int x, int y, int width, int height) {
  int middle() {
    return x + width / 2;
  }

  int bottom() {
    return y + height;
  }
}
