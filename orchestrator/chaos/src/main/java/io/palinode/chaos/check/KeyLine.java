package io.palinode.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The znode of a business key that was left at the end.
 *
 * @param name of the znode
 * @param content what is in it
 */
public record KeyLine(int shard, String name, JsonNode content) {
  /**
   * True if it keeps signals, or remembers those that were taken, and nobody wants anything. No
   * lock does so: one that is left is held.
   */
  boolean isMailboxAtRest() {
    return content.path("queue").isEmpty()
        && content.path("given").isEmpty()
        && !(content.path("kept").isEmpty() && content.path("known").isEmpty());
  }

  /** The ids of the signals that nobody has waited for. */
  List<String> kept() {
    var ids = new ArrayList<String>();
    content.path("kept").forEach(signal -> ids.add(signal.path("signal").asText()));
    return ids;
  }
}
