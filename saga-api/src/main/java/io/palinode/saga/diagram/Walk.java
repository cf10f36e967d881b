package io.palinode.saga.diagram;

import io.palinode.saga.Choice;
import io.palinode.saga.ForEach;
import io.palinode.saga.HumanDecision;
import io.palinode.saga.KeyedBy;
import io.palinode.saga.Node;
import io.palinode.saga.Parallel;
import io.palinode.saga.SagaDefinition;
import io.palinode.saga.Sequence;
import io.palinode.saga.Step;
import io.palinode.saga.SubSaga;
import io.palinode.saga.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks through a definition and puts its parts on a canvas, each where {@link Measure} makes room
 * for it.
 *
 * <p>Lives for one picture; not safe for use by several threads.
 */
final class Walk {
  private final Canvas canvas;
  private final List<Arrow> arrows = new ArrayList<>();
  private int shapes;

  Walk(Canvas canvas) {
    this.canvas = canvas;
  }

  String draw(SagaDefinition<?> definition) {
    Measure.Size inside = Measure.of(definition.root());
    int width = Math.max(inside.width(), Measure.STEP_WIDTH) + 2 * Measure.MARGIN;
    int middle = width / 2;
    int y = Measure.MARGIN;
    String begin = end(middle, y, definition.name() + ", version " + definition.version());
    y += Measure.END_HEIGHT + Measure.GAP;
    Ends ends = place(definition.root(), middle, y);
    y += inside.height() + Measure.GAP;
    String completed = end(middle, y, "completed");
    join(begin, ends.first(), "");
    join(ends.last(), completed, "");
    arrows.forEach(arrow -> canvas.join(arrow.from(), arrow.to(), arrow.label()));
    return canvas.text(new Area(0, 0, width, y + Measure.END_HEIGHT + Measure.MARGIN));
  }

  /** Where the arrows to and from a part go. */
  private record Ends(String first, String last) {}

  private record Arrow(String from, String to, String label) {}

  private Ends place(Node<?> node, int middle, int y) {
    if (node instanceof Step<?> step) {
      return place(step, middle, y);
    } else if (node instanceof Sequence<?> sequence) {
      return place(sequence, middle, y);
    } else if (node instanceof Parallel<?> parallel) {
      return place(parallel, middle, y);
    } else if (node instanceof Choice<?> choice) {
      return place(choice, middle, y);
    } else if (node instanceof Wait<?> wait) {
      return place(wait, middle, y);
    } else if (node instanceof HumanDecision<?> decision) {
      return place(decision, middle, y);
    } else if (node instanceof SubSaga<?, ?> sub) {
      return place(sub, middle, y);
    }
    return place((ForEach<?>) node, middle, y);
  }

  private Ends place(Step<?> step, int middle, int y) {
    String id =
        add(shape(step), area(middle, y, Measure.STEP_WIDTH, Measure.STEP_HEIGHT), lines(step));
    return new Ends(id, id);
  }

  private Ends place(Wait<?> wait, int middle, int y) {
    String id =
        add(
            Shape.WAIT,
            area(middle, y, Measure.STEP_WIDTH, Measure.WAIT_HEIGHT),
            wait.name(),
            "waits " + wait.length());
    return new Ends(id, id);
  }

  private Ends place(HumanDecision<?> decision, int middle, int y) {
    String id =
        add(
            Shape.DECISION,
            area(middle, y, Measure.STEP_WIDTH, Measure.STEP_HEIGHT),
            decision.name(),
            "a person decides: " + String.join(", ", decision.options()),
            inTime(decision));
    return new Ends(id, id);
  }

  private Ends place(Sequence<?> sequence, int middle, int y) {
    String first = "";
    String last = "";
    int top = y;
    for (Node<?> part : sequence.parts()) {
      Ends ends = place(part, middle, top);
      if (last.isEmpty()) {
        first = ends.first();
      } else {
        join(last, ends.first(), "");
      }
      last = ends.last();
      top += Measure.of(part).height() + Measure.GAP;
    }
    return new Ends(first, last);
  }

  private Ends place(Parallel<?> parallel, int middle, int y) {
    Measure.Size size = Measure.of(parallel);
    int branches = parallel.branches().size();
    String limit =
        parallel.atOnce() < branches ? ", %d at a time".formatted(parallel.atOnce()) : "";
    String fork =
        add(
            Shape.BAR,
            area(middle, y, size.width(), Measure.BAR_HEIGHT),
            parallel.name() + ", side by side" + limit);
    int bottom = y + size.height() - Measure.BAR_HEIGHT;
    String join =
        add(Shape.BAR, area(middle, bottom, size.width(), Measure.BAR_HEIGHT), "all are done");
    int left = middle - size.width() / 2;
    for (Node<?> branch : parallel.branches()) {
      Measure.Size each = Measure.of(branch);
      Ends ends = place(branch, left + each.width() / 2, y + Measure.BAR_HEIGHT + Measure.GAP);
      join(fork, ends.first(), "");
      join(ends.last(), join, "");
      left += each.width() + Measure.GAP;
    }
    return new Ends(fork, join);
  }

  private Ends place(Choice<?> choice, int middle, int y) {
    Measure.Size size = Measure.of(choice);
    String question =
        add(
            Shape.CHOICE,
            area(middle, y, Measure.STEP_WIDTH, Measure.CHOICE_HEIGHT),
            choice.name());
    int bottom = y + size.height() - Measure.MERGE_SIZE;
    String merge = add(Shape.MERGE, area(middle, bottom, Measure.MERGE_SIZE, Measure.MERGE_SIZE));
    int left = middle - size.width() / 2;
    for (Choice.Option<?> option : choice.options()) {
      Measure.Size each = Measure.of(option.branch());
      Ends ends =
          place(option.branch(), left + each.width() / 2, y + Measure.CHOICE_HEIGHT + Measure.GAP);
      join(question, ends.first(), option.label());
      join(ends.last(), merge, "");
      left += each.width() + Measure.GAP;
    }
    if (Measure.mayChooseNothing(choice)) {
      int top = y + Measure.CHOICE_HEIGHT + Measure.GAP;
      int column = left + Measure.NOTHING_WIDTH / 2;
      String nothing =
          add(
              Shape.NOTHING,
              area(column, top, Measure.NOTHING_WIDTH, Measure.NOTHING_HEIGHT),
              "nothing");
      join(question, nothing, "else");
      join(nothing, merge, "");
    }
    return new Ends(question, merge);
  }

  private Ends place(SubSaga<?, ?> sub, int middle, int y) {
    String title =
        "%s: saga %s, version %d"
            .formatted(sub.name(), sub.definition().name(), sub.definition().version());
    return frame(title, sub, sub.definition().root(), middle, y);
  }

  private Ends place(ForEach<?> each, int middle, int y) {
    String how = each.atOnce() == 1 ? "one after another" : each.atOnce() + " at a time";
    String title = "%s: for each of at most %d, %s".formatted(each.name(), each.atMost(), how);
    return frame(title, each, each.body(), middle, y);
  }

  private Ends frame(String title, Node<?> framed, Node<?> inside, int middle, int y) {
    Measure.Size size = Measure.of(framed);
    canvas.beginFrame(nextId(), title, area(middle, y, size.width(), size.height()));
    Ends ends = place(inside, middle, y + Measure.TITLE_HEIGHT + Measure.GAP);
    canvas.endFrame();
    return ends;
  }

  private String end(int middle, int y, String text) {
    return add(Shape.END, area(middle, y, Measure.STEP_WIDTH, Measure.END_HEIGHT), text);
  }

  private String add(Shape shape, Area area, String... lines) {
    String id = nextId();
    canvas.add(id, shape, area, List.of(lines));
    return id;
  }

  private void join(String from, String to, String label) {
    arrows.add(new Arrow(from, to, label));
  }

  private String nextId() {
    shapes++;
    return "s" + shapes;
  }

  private static Area area(int middle, int y, int width, int height) {
    return new Area(middle - width / 2, y, width, height);
  }

  private static String inTime(HumanDecision<?> decision) {
    Duration within = decision.within();
    return within == null
        ? "whenever that is"
        : "within %s, else %s"
            .formatted(
                Wait.words(within),
                decision.otherwise() == null ? "it is undone" : decision.otherwise());
  }

  private static Shape shape(Step<?> step) {
    return switch (step.kind()) {
      case PIVOT -> Shape.PIVOT;
      case RETRIABLE -> Shape.RETRIABLE;
      case COMPENSATABLE ->
          step.compensation() == null ? Shape.LEAVES_NOTHING : Shape.COMPENSATABLE;
    };
  }

  private static String[] lines(Step<?> step) {
    KeyedBy<?> key = step.keyedBy();
    String place = step.isLocal() ? "in the orchestrator" : "at " + step.participant();
    return key == null
        ? new String[] {step.name(), place, fate(step)}
        : key.isLock()
            ? new String[] {"lock " + key.name(), "one saga at a time", "given back at the end"}
            : new String[] {step.name(), "waits for a signal", key.terms()};
  }

  /** What becomes of the step where the saga turns round. */
  private static String fate(Step<?> step) {
    return switch (shape(step)) {
      case PIVOT -> "decides: nothing is undone after it";
      case RETRIABLE -> "tried until it is done";
      case LEAVES_NOTHING -> "leaves nothing to undo";
      default -> "undone by a compensation";
    };
  }
}
