package io.palinode.examples.shop.demo;

import io.palinode.examples.shop.Amount;
import io.palinode.examples.shop.audit.AuditReport;
import io.palinode.examples.shop.report.Attempt;
import io.palinode.examples.shop.report.Attempt.Result;
import io.palinode.examples.shop.report.Outage;
import io.palinode.examples.shop.report.SagaStory;
import io.palinode.examples.shop.report.ShopRun;
import io.palinode.message.SagaStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One run in words, for the terminal.
 *
 * <p>Lives for one run.
 */
final class Summary {
  private final ShopRun run;
  private final List<String> lines = new ArrayList<>();

  private Summary(ShopRun run) {
    this.run = run;
  }

  static List<String> of(ShopRun run) {
    Summary summary = new Summary(run);
    summary.orders();
    summary.failures();
    summary.parked();
    summary.trouble();
    summary.rejected();
    summary.audit();
    return summary.lines;
  }

  private void orders() {
    say("");
    say(
        "%,d orders in %.1f s: %,d completed, %,d undone, %,d parked"
            .formatted(
                run.stories().size(),
                run.totalMillis() / 1000.0,
                run.count(SagaStatus.COMPLETED),
                run.count(SagaStatus.COMPENSATED),
                run.count(SagaStatus.PARKED)));
  }

  private void failures() {
    TreeMap<String, List<SagaStory>> byStep =
        run.with(SagaStatus.COMPENSATED)
            .collect(Collectors.groupingBy(Summary::failedStep, TreeMap::new, Collectors.toList()));
    byStep.forEach(
        (step, stories) -> {
          String why =
              stories.stream()
                  .map(story -> story.reason() == null ? "?" : story.reason().code())
                  .distinct()
                  .sorted()
                  .collect(Collectors.joining(", "));
          say("  undone because of %-18s %3d  %s".formatted(step, stories.size(), why));
        });
    run.with(SagaStatus.COMPENSATED)
        .max(
            Comparator.comparing((SagaStory story) -> story.timeline().with(Result.UNDONE).count()))
        .ifPresent(this::example);
  }

  private void example(SagaStory story) {
    String done = steps(story, Result.DONE);
    String undone = steps(story, Result.UNDONE);
    say("  order %s, for one: %s ✓".formatted(story.order().id(), done));
    say("    then %s ✗ %s".formatted(failedStep(story), story.reason()));
    say("    so, in reverse: %s ↶".formatted(undone));
  }

  private void parked() {
    run.with(SagaStatus.PARKED)
        .forEach(
            story ->
                say(
                    "  parked: order %s cannot undo %s and waits for a person. %s"
                        .formatted(
                            story.order().id(), steps(story, Result.STUCK), story.reason())));
    List<String> open =
        run.stories().stream()
            .filter(story -> !story.status().ended() && story.status() != SagaStatus.PARKED)
            .map(story -> story.order().id())
            .toList();
    if (!open.isEmpty()) {
      say("  ✗ not settled after a minute without news: %s".formatted(open));
    }
  }

  private void trouble() {
    say(
        "  %,d commands were sent again, %,d were answered from a ledger because they had been carried out before"
            .formatted(run.retries(), run.repeated()));
    for (Outage outage : run.outages()) {
      long crossing =
          run.stories().stream()
              .filter(story -> story.timeline().from() <= outage.killedAt())
              .filter(story -> story.timeline().to() > outage.killedAt())
              .count();
      say(
          "  ↯ kill -9 of the orchestrator: %.1f s until the next outcome; %d sagas were taken over where they stood"
              .formatted(outage.millis() / 1000.0, crossing));
    }
  }

  private void rejected() {
    if (!run.rejected().isEmpty()) {
      say("");
      say("%d lines were no orders; the rest ran:".formatted(run.rejected().size()));
      run.rejected().forEach(line -> say("  " + line));
    }
  }

  private void audit() {
    AuditReport audit = run.audit();
    say("");
    say("Audit, from the services' own books alone:");
    if (audit.passed()) {
      say("  ✓ %,d orders all done, %,d wholly undone".formatted(audit.done(), audit.undone()));
      say("  ✓ no effect twice, in %,d entries".formatted(audit.effects()));
      say(
          "  ✓ pieces: %,d delivered - %,d reserved + %,d released = %,d left"
              .formatted(
                  audit.stock().delivered(),
                  audit.stock().reserved(),
                  audit.stock().released(),
                  audit.stock().remaining()));
      say(
          "  ✓ money: %s authorised = %s captured + %s voided + %s held"
              .formatted(
                  Amount.of(audit.money().authorised()),
                  Amount.of(audit.money().captured()),
                  Amount.of(audit.money().voided()),
                  Amount.of(audit.money().held())));
    }
    audit.parked().forEach((order, stands) -> say("  parked: %s (%s)".formatted(order, stands)));
    audit.findings().forEach(finding -> say("  ✗ " + finding));
    say(audit.passed() ? "  ✓ passed" : "  ✗ FAILED");
  }

  private void say(String line) {
    lines.add(line);
  }

  private static String failedStep(SagaStory story) {
    return story.timeline().failure().map(Attempt::step).orElse("?");
  }

  private static String steps(SagaStory story, Result result) {
    return story.timeline().with(result).map(Attempt::step).collect(Collectors.joining(", "));
  }
}
