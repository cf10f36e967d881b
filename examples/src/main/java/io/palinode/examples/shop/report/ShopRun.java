package io.palinode.examples.shop.report;

import io.palinode.examples.shop.audit.AuditReport;
import io.palinode.message.SagaStatus;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is to be told about one run of the shop.
 *
 * <p>Immutable.
 *
 * @param title what was run
 * @param stories every order that was started, in the order of the start
 * @param rejected the lines that were no orders, each with its file and why
 * @param outages when there was no orchestrator
 * @param repeated commands that came to a service again, and were answered from its books
 * @param totalMillis how long it all took
 */
public record ShopRun(
    String title,
    List<SagaStory> stories,
    List<String> rejected,
    List<Outage> outages,
    long repeated,
    AuditReport audit,
    long totalMillis) {

  public ShopRun {
    stories = List.copyOf(stories);
    rejected = List.copyOf(rejected);
    outages = List.copyOf(outages);
  }

  /** The orders that stand so. */
  public Stream<SagaStory> with(SagaStatus status) {
    return stories.stream().filter(story -> story.status() == status);
  }

  public long count(SagaStatus status) {
    return with(status).count();
  }

  /** How often a command was sent again, over all orders. */
  public long retries() {
    return stories.stream().mapToLong(story -> story.timeline().retries()).sum();
  }
}
