package io.palinode.server.runtime.spread;

import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.server.coordination.NodeEntry;
import io.palinode.server.coordination.NodeRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeferenceTest {
  private static final NodeEntry SELF = entry("self", Map.of(), false);
  private static final NodeEntry RECEIVER = entry("receiver", Map.of(), false);
  private static final NodeEntry GIVER = entry("giver", Map.of(3, "receiver"), false);

  private final Register register = new Register();
  private final Deference deference = new Deference(register, "self");

  private static NodeEntry entry(String node, Map<Integer, String> giving, boolean leaving) {
    return new NodeEntry(node, Set.of(), giving, leaving);
  }

  private boolean passesOn(int shard, NodeEntry... entries) {
    register.entries = List.of(entries);
    return deference.passesOn(shard);
  }

  @Test
  void shouldLetPassWhatIsMeantForAnotherNode() {
    assertThat(passesOn(3, SELF, GIVER, RECEIVER)).isTrue();
    assertThat(passesOn(4, SELF, GIVER, RECEIVER)).isFalse();
  }

  @Test
  void shouldKeepWhatComesBackForWantOfTheReceiver() {
    passesOn(3, SELF, GIVER, RECEIVER);

    assertThat(passesOn(3, SELF, GIVER, RECEIVER)).isFalse();
  }

  @Test
  void shouldLetPassAgainWhatIsGivenAgain() {
    passesOn(3, SELF, GIVER, RECEIVER);
    passesOn(4, SELF, entry("giver", Map.of(), false), RECEIVER);

    assertThat(passesOn(3, SELF, GIVER, RECEIVER)).isTrue();
  }

  @Test
  void shouldKeepWhatIsMeantForItselfOrForNobodyWhoStays() {
    assertThat(passesOn(3, SELF, entry("giver", Map.of(3, "self"), false))).isFalse();
    assertThat(passesOn(3, entry("self", Map.of(3, "receiver"), false), RECEIVER)).isFalse();
    assertThat(passesOn(3, SELF, GIVER)).isFalse();
    assertThat(passesOn(3, SELF, GIVER, entry("receiver", Map.of(), true))).isFalse();
  }

  /** A register that the test writes. */
  private static final class Register implements NodeRegistry {
    private List<NodeEntry> entries = List.of();

    @Override
    public void join() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void publish(NodeEntry mine) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<NodeEntry> entries() {
      return entries;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }
  }
}
