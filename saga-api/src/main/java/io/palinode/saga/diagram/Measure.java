package io.palinode.saga.diagram;

import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import io.palinode.saga.HumanDecision;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
import io.palinode.saga.SubSaga;
import io.palinode.saga.Wait;
import java.util.List;

/** How much room each part of a picture takes, in pixels. */
final class Measure {
  static final int MARGIN = 16;
  static final int GAP = 32;
  static final int STEP_WIDTH = 240;
  static final int STEP_HEIGHT = 66;
  static final int WAIT_HEIGHT = 48;
  static final int END_HEIGHT = 32;
  static final int BAR_HEIGHT = 22;
  static final int CHOICE_HEIGHT = 54;
  static final int MERGE_SIZE = 14;
  static final int TITLE_HEIGHT = 22;
  static final int NOTHING_WIDTH = 80;
  static final int NOTHING_HEIGHT = 24;

  private Measure() {}

  record Size(int width, int height) {}

  static Size of(Node<?> node) {
    if (node instanceof Step || node instanceof HumanDecision) {
      return new Size(STEP_WIDTH, STEP_HEIGHT);
    } else if (node instanceof Wait) {
      return new Size(STEP_WIDTH, WAIT_HEIGHT);
    } else if (node instanceof Sequence) {
      return below(node.inside());
    } else if (node instanceof Parallel) {
      Size branches = beside(node.inside());
      return new Size(branches.width(), branches.height() + 2 * (BAR_HEIGHT + GAP));
    } else if (node instanceof Choice<?> choice) {
      Size branches = beside(node.inside());
      int nothing = mayChooseNothing(choice) ? GAP + NOTHING_WIDTH : 0;
      return new Size(
          branches.width() + nothing, branches.height() + CHOICE_HEIGHT + MERGE_SIZE + 2 * GAP);
    }
    Size body = of(framed(node));
    return new Size(
        Math.max(body.width(), STEP_WIDTH) + 4 * MARGIN, body.height() + TITLE_HEIGHT + 2 * GAP);
  }

  /** What stands in the frame of the part. */
  private static Node<?> framed(Node<?> node) {
    return node instanceof SubSaga<?, ?> sub ? sub.definition().root() : ((ForEach<?>) node).body();
  }

  static boolean mayChooseNothing(Choice<?> choice) {
    return choice.options().stream().noneMatch(option -> option.label().equals(Choice.OTHERWISE));
  }

  private static Size below(List<? extends Node<?>> parts) {
    int width = parts.stream().mapToInt(part -> of(part).width()).max().orElse(0);
    int height = parts.stream().mapToInt(part -> of(part).height() + GAP).sum() - GAP;
    return new Size(width, height);
  }

  private static Size beside(List<? extends Node<?>> parts) {
    int width = parts.stream().mapToInt(part -> of(part).width() + GAP).sum() - GAP;
    int height = parts.stream().mapToInt(part -> of(part).height()).max().orElse(0);
    return new Size(width, height);
  }
}
