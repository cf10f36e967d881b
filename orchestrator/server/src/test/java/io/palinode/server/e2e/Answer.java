package io.palinode.server.e2e;

import io.palinode.participant.Reply;

/**
 * How a scripted participant treats one delivery of a command.
 *
 * @param reply what its handler says, if the participant asks it
 */
record Answer(Reply reply, Delivery delivery) {
  static final Answer SUCCEED = new Answer(Reply.succeeded(), Delivery.SENT);

  /** The command is lost on its way: nobody applies or answers it. */
  static final Answer IGNORE = new Answer(Reply.succeeded(), Delivery.NEVER_HANDLED);

  /** The effect is applied, and the reply is kept until the test lets it go. */
  static final Answer HOLD_BACK = new Answer(Reply.succeeded(), Delivery.HELD);

  /** What becomes of the reply. */
  enum Delivery {
    SENT,
    HELD,
    NEVER_HANDLED
  }

  static Answer of(Reply reply) {
    return new Answer(reply, Delivery.SENT);
  }

  static Answer reject(String code) {
    return of(Reply.rejected(code, "No."));
  }

  static Answer tryAgain(String code) {
    return of(Reply.tryAgain(code, "Not now."));
  }
}
