package io.palinode.testkit;

import io.palinode.core.Effect.SendCommand;
import io.palinode.message.Direction;
import io.palinode.message.KeyAddress;
import io.palinode.message.Payload;

/**
 * Compares what a saga sends with what a test expects of that; what differs is an {@link
 * AssertionError}.
 */
final class ExpectedSends {
  private final VirtualSaga saga;

  ExpectedSends(VirtualSaga saga) {
    this.saga = saga;
  }

  /** The next command, which must be this one. */
  SendCommand next(Direction direction, String participant, Object command) {
    Payload payload = saga.encode(command);
    String expected =
        "Expected a %s to %s:%n    %s".formatted(Script.word(direction), participant, payload);
    SendCommand sent = next(expected);
    if (sent.id().direction() != direction
        || !sent.participant().equals(participant)
        || !sent.payload().equals(payload)) {
      throw saga.mismatch(expected, "but sent was " + Script.sent(sent));
    }
    saga.expected(sent);
    return sent;
  }

  /** What the saga asks a business key, which must be this one. */
  AskedKey next(KeyAddress address) {
    String expected = "Expected the saga to ask for " + address;
    SendCommand sent = next(expected);
    if (!sent.participant().equals(address.toString())) {
      throw saga.mismatch(expected, "but sent was " + Script.sent(sent));
    }
    saga.expected(sent);
    return new AskedKey(saga, sent);
  }

  void nothing() {
    SendCommand sent = saga.nextSentByNow();
    if (sent != null) {
      throw saga.mismatch("Expected that nothing is sent", "but sent was " + Script.sent(sent));
    }
  }

  private SendCommand next(String expected) {
    SendCommand sent = saga.nextSent();
    if (sent == null) {
      throw saga.mismatch(expected, "but nothing is sent; the saga is " + saga.standing());
    }
    return sent;
  }
}
