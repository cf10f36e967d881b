package io.palinode.chaos;

import io.palinode.chaos.check.RunDirectory;
import io.palinode.chaos.fault.Diary;

/**
 * What happened in a run, in a few lines.
 *
 * <p>A pure function.
 */
final class Summary {
  private Summary() {}

  static String of(Diary diary, RunDirectory directory) {
    var counted = Counted.in(directory.logs());
    return """
        faults     %s
        takeovers  %d, with %d commands and reports sent again
        commands   %d answered from memory, %d of a deposed orchestrator ignored, %d came too late
        retries    %d, and %d replies that nobody waited for"""
        .formatted(
            diary.seen(),
            counted.getOrDefault("TAKEOVERS", 0L),
            counted.getOrDefault("RESENT_AT_TAKEOVER", 0L),
            counted.getOrDefault("repeated", 0L),
            counted.getOrDefault("ignored", 0L),
            counted.getOrDefault("lateActions", 0L),
            counted.getOrDefault("RETRIES", 0L),
            counted.getOrDefault("STALE_REPLIES", 0L));
  }
}
