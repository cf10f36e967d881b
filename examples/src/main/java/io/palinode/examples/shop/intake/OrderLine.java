package io.palinode.examples.shop.intake;

import io.palinode.examples.shop.Order;
import java.util.List;
import java.util.stream.Collectors;

/** What a line of a file of orders turned out to be. */
public sealed interface OrderLine {

  /** Its number in the file, from 1. */
  long number();

  /** An order. */
  record Good(long number, Order order) implements OrderLine {}

  /** No order, for these reasons. */
  record Bad(long number, List<Fault> faults) implements OrderLine {
    public Bad {
      faults = List.copyOf(faults);
    }

    @Override
    public String toString() {
      return faults.stream()
          .map(Fault::toString)
          .collect(Collectors.joining("; and ", "line " + number + ": ", ""));
    }
  }
}
