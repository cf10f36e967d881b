package io.palinode.chaos.check;

/**
 * What was found and must not be.
 *
 * @param rule that it breaks
 * @param subject the id of the saga, or which shard
 */
public record Contradiction(String rule, String subject, String finding) {
  @Override
  public String toString() {
    return "%s  %s: %s".formatted(subject, rule, finding);
  }
}
