package io.palinode.server.coordination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeEntryCodecTest {
  private static final NodeEntry ENTRY =
      new NodeEntry("host/7-1f3a", Set.of(3, 0), Map.of(3, "host/8-77c0"), true);
  private static final String TEXT =
      "{\"node\":\"host/7-1f3a\",\"shards\":[0,3],\"giving\":{\"3\":\"host/8-77c0\"},\"leaving\":true}";

  @Test
  void shouldWriteAndReadAnEntry() {
    assertThat(new String(NodeEntryCodec.write(ENTRY), UTF_8)).isEqualTo(TEXT);
    assertThat(NodeEntryCodec.read("x", TEXT.getBytes(UTF_8))).isEqualTo(ENTRY);
  }

  @Test
  void shouldPassOverWhatNobodyKnows() {
    String later = TEXT.replace("\"shards\"", "\"zone\":{\"a\":[1]},\"shards\"");

    assertThat(NodeEntryCodec.read("x", later.getBytes(UTF_8))).isEqualTo(ENTRY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"host/7", "", "7", "{\"shards\":[1,", "{\"shards\":[\"one\"]}", "{}"})
  void shouldTakeWhateverElseItFindsForANodeThatSaysNothing(String content) {
    assertThat(NodeEntryCodec.read("host:7", content.getBytes(UTF_8)))
        .isEqualTo(NodeEntry.silent("host:7"));
  }

  @Test
  void shouldTakeAZnodeWithoutDataForANodeThatSaysNothing() {
    assertThat(NodeEntryCodec.read("by-hand", null)).isEqualTo(NodeEntry.silent("by-hand"));
  }
}
