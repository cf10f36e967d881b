package io.palinode.settings;

import java.util.List;

/**
 * Settings that cannot be used. The message names every fault: the key, what came, and what was
 * expected.
 */
public final class InvalidSettings extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidSettings(String fault) {
    super(fault);
  }

  InvalidSettings(List<String> faults, List<String> known) {
    super(
        "The settings have %d %s:%n  - %s%nKnown are: %s."
            .formatted(
                faults.size(),
                faults.size() == 1 ? "fault" : "faults",
                String.join("%n  - ".formatted(), faults),
                String.join(", ", known)));
  }
}
