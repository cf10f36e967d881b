package io.palinode.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import org.jspecify.annotations.Nullable;

/** A saga's data of which JSON carries one half. */
record Sketch(
    String subject, @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable String frame) {
  static final String DRAW = "draw-sketch";
  static final String HANG = "hang-sketch";

  Sketch(String subject) {
    this(subject, null);
  }

  record Drawn(String subject) {}

  String caption() {
    return subject + " in " + (frame == null ? "nothing" : frame);
  }

  static SagaDefinition<Sketch> saga() {
    return Saga.named("draw-and-hang", Sketch.class)
        .step(DRAW)
        .at("artist")
        .command(Sketch::subject)
        .onReply(Drawn.class, (sketch, drawn) -> new Sketch(drawn.subject(), "gold"))
        .withoutCompensation()
        .step(HANG)
        .at("gallery")
        .command(Sketch::caption)
        .pivot()
        .build();
  }
}
