package io.palinode.chaos.fault;

import java.time.Duration;
import java.util.List;

/**
 * Takes a server away for long: nobody gets through any of the lines to it.
 *
 * @param server for people
 */
public record Blackout(String server, List<Line> lines) {
  public Blackout {
    lines = List.copyOf(lines);
  }

  /**
   * Returns what was seen of it, when it is over.
   *
   * @throws FaultNotSeen if nobody wanted to get through one of the lines
   */
  public String last(Duration lasting) throws InterruptedException {
    var before = lines.stream().map(line -> line.proxy().refusals()).toList();
    lines.forEach(line -> line.proxy().refuse());
    Patience.pause(lasting);
    int refused = 0;
    for (int i = 0; i < lines.size(); i++) {
      int here = lines.get(i).proxy().refusals() - before.get(i);
      lines.get(i).proxy().heal();
      if (here == 0) {
        throw new FaultNotSeen("Nobody tried the line " + lines.get(i).name() + ".");
      }
      refused += here;
    }
    return "%s was away for %d s, and refused %d connections"
        .formatted(server, lasting.toSeconds(), refused);
  }
}
