package io.palinode.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

  @Test
  void shouldNameTheTopicsOfANamespace() {
    Topics topics = new Topics("shop.eu-1");

    assertThat(topics.starts()).isEqualTo("shop.eu-1.starts");
    assertThat(topics.replies()).isEqualTo("shop.eu-1.replies");
    assertThat(topics.events()).isEqualTo("shop.eu-1.events");
    assertThat(topics.commands("payments")).isEqualTo("shop.eu-1.commands.payments");
    assertThat(Topics.deadLetters(topics.replies())).isEqualTo("shop.eu-1.replies-dlt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".shop", "-shop", "shop_eu", "shop/eu", "größe"})
  void shouldRefuseABadNamespace(String namespace) {
    assertThatThrownBy(() -> new Topics(namespace))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The namespace is '%s'".formatted(namespace));
  }
}
