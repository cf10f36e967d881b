package io.palinode.message;

import java.util.regex.Pattern;

/**
 * The names of a namespace's topics; the only place where a topic's name is made.
 *
 * @param namespace separates installations that share a Kafka and a ZooKeeper; letters, digits,
 *     dots and hyphens
 */
public record Topics(String namespace) {
  /** The namespace where none is configured. */
  public static final String DEFAULT_NAMESPACE = "palinode";

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,63}");

  public Topics {
    if (!FORM.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "The namespace is '%s'; expected 1 to 64 letters, digits, dots and hyphens, a letter or digit first."
              .formatted(namespace));
    }
  }

  /** Where clients ask for sagas to be started; one partition per shard. */
  public String starts() {
    return namespace + ".starts";
  }

  /** Where participants answer; one partition per shard. */
  public String replies() {
    return namespace + ".replies";
  }

  /** Where the orchestrator reports on sagas: parked, ended, refused, and answers to inquiries. */
  public String events() {
    return namespace + ".events";
  }

  /** Where a participant finds its commands. */
  public String commands(String participant) {
    return namespace + ".commands." + participant;
  }

  /** Where records of this topic go that cannot be handled, with their headers and the reason. */
  public static String deadLetters(String topic) {
    return topic + "-dlt";
  }
}
