package io.palinode.chaos.saga;

/** How a participant takes a command. The same at every delivery of one attempt. */
public enum Mood {
  /** Does it. */
  WILLING,
  /** Asks for another attempt at the first one, and does it at the second. */
  BUSY,
  /** Does it, and answers when a hasty step has given the attempt up. */
  SLOW,
  /** Says no. */
  REFUSING,
  /** Asks for another attempt for ever. */
  UNABLE,
  /** Cannot read the command, which becomes a dead letter: there is no answer. */
  MUTE
}
