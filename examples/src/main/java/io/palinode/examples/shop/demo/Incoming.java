package io.palinode.examples.shop.demo;

import io.palinode.examples.shop.Order;
import io.palinode.examples.shop.intake.OrderLine;
import io.palinode.examples.shop.intake.OrderReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The orders of several files, one after another, and the lines that were none.
 *
 * <p>Used by one thread.
 */
final class Incoming implements AutoCloseable {
  private final Deque<Path> files;
  private final List<String> rejected = new ArrayList<>();
  private String name = "";
  private @Nullable OrderReader reader;

  Incoming(List<Path> files) {
    this.files = new ArrayDeque<>(files);
  }

  /** How many orders there are. */
  static int count(List<Path> files) {
    int orders = 0;
    try (Incoming incoming = new Incoming(files)) {
      while (incoming.next().isPresent()) {
        orders++;
      }
    }
    return orders;
  }

  /** The next order; empty at the end of the last file. */
  Optional<Order> next() {
    while (reader != null || !files.isEmpty()) {
      OrderReader open = reader == null ? open() : reader;
      Optional<OrderLine> line = open.next();
      if (line.isEmpty()) {
        close();
      } else if (line.get() instanceof OrderLine.Good good) {
        return Optional.of(good.order());
      } else {
        rejected.add(name + ", " + line.get());
      }
    }
    return Optional.empty();
  }

  /** The lines so far that were no orders, each with its file and why. */
  List<String> rejected() {
    return List.copyOf(rejected);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  private OrderReader open() {
    Path file = files.remove();
    name = String.valueOf(file.getFileName());
    OrderReader opened = OrderReader.open(file);
    reader = opened;
    return opened;
  }
}
