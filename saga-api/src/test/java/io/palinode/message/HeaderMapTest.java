package io.palinode.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeaderMapTest {
  private final HeaderMap headers = new HeaderMap();

  @Test
  void shouldKeepTheOrderInWhichNamesCameFirst() {
    headers.put("b", "1");
    headers.put("a", "2");
    headers.put("b", "3");
    List<String> seen = new ArrayList<>();
    headers.forEach((name, text) -> seen.add(name + "=" + text));

    assertThat(seen).containsExactly("b=3", "a=2");
    assertThat(headers.toString()).isEqualTo("{b=3, a=2}");
    assertThat(headers).hasSize(2);
  }

  @Test
  void shouldFindWhatItHasAndNothingElse() {
    assertThat(headers.put("name", "text")).isNull();
    assertThat(headers.put("name", "other")).isEqualTo("text");

    assertThat(headers.get("name")).isEqualTo("other");
    assertThat(headers.containsKey("name")).isTrue();
    assertThat(headers.get("text")).isNull();
    assertThat(headers.containsKey("text")).isFalse();
    assertThat(headers.getOrDefault("text", "none")).isEqualTo("none");
  }

  @Test
  void shouldBeTheSameMapAsAnyOtherHoweverLarge() {
    Map<String, String> other = new LinkedHashMap<>();
    IntStream.range(0, 100).forEach(i -> other.put("name-" + i, "text " + i));
    headers.putAll(other);

    assertThat(headers).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(new ArrayList<>(headers.entrySet())).isEqualTo(new ArrayList<>(other.entrySet()));
  }

  /** Whoever may write to a topic can send so many; they must not stop whoever reads it. */
  @Test
  @Timeout(30)
  void shouldHoldAsManyAsFitIntoOneRecord() {
    int many = 300_000;
    IntStream.range(0, many).forEach(i -> headers.put(Integer.toString(i, 36), "text"));

    assertThat(headers).hasSize(many);
    assertThat(headers.put("0", "other")).isEqualTo("text");
    assertThat(headers.get("0")).isEqualTo("other");
    assertThat(headers.get(Integer.toString(many - 1, 36))).isEqualTo("text");
    assertThat(headers.containsKey("no such name")).isFalse();
  }
}
