package io.palinode.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.palinode.message.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

class MemoryPublishersTest extends FencingContract {
  private static final String TOPIC = "commands";

  private final MemoryTransport transport = new MemoryTransport(new Topics("memory"), 2);
  private final MemoryPublishers first = new MemoryPublishers(transport);
  private final List<MemoryPublishers> nodes = new ArrayList<>();

  @Override
  protected PublishersRig rig() {
    return new MemoryRig();
  }

  private final class MemoryRig implements PublishersRig {
    private static final int TURNS = 1_000;

    @Override
    public String topic() {
      return TOPIC;
    }

    @Override
    public Publishers node() {
      nodes.add(new MemoryPublishers(first, transport));
      return nodes.get(nodes.size() - 1);
    }

    @Override
    public List<String> readable() {
      return transport.records(TOPIC).stream()
          .map(record -> new String(record.value(), UTF_8))
          .toList();
    }

    @Override
    public void until(BooleanSupplier condition) {
      for (int turn = 0; turn < TURNS && !condition.getAsBoolean(); turn++) {
        nodes.forEach(MemoryPublishers::begin);
        transport.acknowledge(5);
      }
      assertThat(condition.getAsBoolean()).isTrue();
    }
  }
}
