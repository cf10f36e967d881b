package io.palinode.participant;

import io.palinode.message.Direction;
import io.palinode.message.PayloadCodec;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects a participant's handlers.
 *
 * <p>Not safe for use by several threads; the participant that it builds is. Builds once.
 */
public final class ParticipantBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(ParticipantBuilder.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final int MAX_NAME_LENGTH = 64;

  private final String name;
  private final Routes routes = new Routes();
  private @Nullable Inbox inbox;
  private PayloadCodec codec = new PayloadCodec();

  ParticipantBuilder(String name) {
    if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The participant's name is '%s'; write lower-case words joined by hyphens, at most %d characters, such as 'payments'."
              .formatted(name, MAX_NAME_LENGTH));
    }
    this.name = name;
  }

  /**
   * Handles the actions that carry this class.
   *
   * @throws IllegalArgumentException if another handler has its wire name
   */
  public <C, X extends Exception> ParticipantBuilder on(
      Class<C> command, CommandHandler<C, X> handler) {
    routes.add(Direction.ACTION, command, handler);
    return this;
  }

  /**
   * Handles the compensations that carry this class. The handler only runs where the step's action
   * has succeeded here.
   *
   * @throws IllegalArgumentException if another handler has its wire name
   */
  public <C, X extends Exception> ParticipantBuilder onCompensation(
      Class<C> command, CommandHandler<C, X> handler) {
    routes.add(Direction.COMPENSATION, command, handler);
    return this;
  }

  /**
   * Where settled commands are remembered; an {@link InMemoryInbox}, which forgets at a restart, if
   * unsaid.
   */
  public ParticipantBuilder inbox(Inbox inbox) {
    this.inbox = inbox;
    return this;
  }

  /** How payloads are written and read; the default codec and limit if unsaid. */
  public ParticipantBuilder codec(PayloadCodec codec) {
    this.codec = codec;
    return this;
  }

  /**
   * The participant.
   *
   * @throws IllegalStateException if it has no handler
   */
  public Participant build() {
    if (routes.isEmpty()) {
      throw new IllegalStateException(
          "Participant '%s' has no handler; add .on(Command.class, (command, context) -> ...)."
              .formatted(name));
    }
    return new Participant(name, routes, inbox == null ? forgetful() : inbox, codec);
  }

  private Inbox forgetful() {
    LOG.warn(
        "Participant '{}' remembers its commands in memory: after a restart it may apply one twice, and has nothing to"
            + " undo. Give it an inbox in its database.",
        name);
    return new InMemoryInbox(InstantSource.system());
  }
}
