package io.palinode.server.journal.zookeeper;

import static io.palinode.server.journal.zookeeper.TestSession.sure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.message.Topics;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is fixed when a namespace is first used stays fixed. */
class ZooKeeperNamespaceTest {
  private static final Topics SHOP = new Topics("shop");

  private EmbeddedZooKeeper server;
  private ZooKeeper session;

  @BeforeEach
  void start() {
    server = EmbeddedZooKeeper.builder().fsync(false).start();
    session = TestSession.connect(server.connectString());
  }

  @AfterEach
  void stop() throws InterruptedException {
    session.close();
    server.close();
  }

  @Test
  void shouldFixANamespaceAtItsFirstUse() {
    new NamespaceMeta(SHOP, 8).agree(session);

    assertThat(new String(sure(() -> session.getData("/shop/meta", false, null)), UTF_8))
        .isEqualTo(
            "{\"format\":1,\"shards\":8,\"starts\":\"shop.starts\",\"replies\":\"shop.replies\",\"events\":\"shop.events\"}");
    new NamespaceMeta(new Topics("9lives"), 4).agree(session);
    assertThatCode(() -> new NamespaceMeta(SHOP, 8).agree(session)).doesNotThrowAnyException();
    assertThatCode(() -> new NamespaceMeta(new Topics("9lives"), 4).agree(session))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAnotherNumberOfShards() {
    new NamespaceMeta(SHOP, 8).agree(session);

    assertThatThrownBy(() -> new NamespaceMeta(SHOP, 16).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessage(
            "The namespace 'shop' was made with shards = 8; this orchestrator is configured with shards = 16."
                + " The number is fixed for the life of a namespace: set it back, or choose another namespace.");
  }

  @Test
  void shouldRefuseANamespaceWithOtherTopicsOrOfANewerFormat() {
    new NamespaceMeta(SHOP, 8).agree(session);

    store("{\"format\":1,\"shards\":8,\"starts\":\"begin\"}");
    assertThatThrownBy(() -> new NamespaceMeta(SHOP, 8).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContaining(
            "starts = begin; this orchestrator is configured with starts = shop.starts");
    store("{\"format\":2}");
    assertThatThrownBy(() -> new NamespaceMeta(SHOP, 8).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContaining("format = 2");
    store("oops");
    assertThatThrownBy(() -> new NamespaceMeta(SHOP, 8).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContaining("/shop/meta is no JSON object");
  }

  private void store(String meta) {
    sure(() -> session.setData("/shop/meta", meta.getBytes(UTF_8), -1));
  }
}
