package io.palinode.server.transport.kafka;

/** A transactional producer sends nothing any more: another keeps it out, or it is past mending. */
final class ProducerLost extends Exception {
  private static final long serialVersionUID = 1L;

  ProducerLost(String message, Throwable cause) {
    super(message, cause);
  }
}
