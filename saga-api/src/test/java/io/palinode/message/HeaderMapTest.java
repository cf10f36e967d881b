package io.palinode.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
}
