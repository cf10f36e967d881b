package io.palinode.server.journal.zookeeper;

import static io.palinode.server.journal.zookeeper.TestSession.sure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.message.Topics;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is fixed when a namespace is first used stays fixed. */
class ZooKeeperNamespaceTest {
  private static final Topics SHOP = new Topics("shop");
  private static final String KAFKA = "kafka-1";

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
    shop(8).agree(session);

    assertThat(new String(sure(() -> session.getData("/shop/meta", false, null)), UTF_8))
        .isEqualTo(
            "{\"format\":1,\"shards\":8,\"starts\":\"shop.starts\",\"replies\":\"shop.replies\",\"events\":\"shop.events\",\"kafka\":\"kafka-1\",\"instance\":\"first\"}");
    new NamespaceMeta(new Topics("9lives"), 4, KAFKA, "first").agree(session);
    assertThatCode(() -> shop(8).agree(session)).doesNotThrowAnyException();
    assertThatCode(() -> new NamespaceMeta(new Topics("9lives"), 4, KAFKA, "first").agree(session))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseAnotherNumberOfShards() {
    shop(8).agree(session);

    assertThatThrownBy(() -> shop(16).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessage(
            "The namespace 'shop' was made with shards = 8; this orchestrator is configured with shards = 16."
                + " Set saga.shards to 8. The command 'reshard' changes the number of a namespace.");
  }

  @Test
  void shouldRefuseANamespaceWithOtherTopicsOrOfANewerFormat() {
    shop(8).agree(session);

    store("{\"format\":1,\"shards\":8,\"starts\":\"begin\"}");
    assertThatThrownBy(() -> shop(8).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContaining(
            "starts = begin; this orchestrator is configured with starts = shop.starts");
    store("{\"format\":2}");
    assertThatThrownBy(() -> shop(8).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContaining("format = 2");
    store("oops");
    assertThatThrownBy(() -> shop(8).agree(session))
        .isInstanceOf(NamespaceMismatch.class)
        .hasMessageContaining("/shop/meta is no JSON object");
  }

  @Test
  void shouldRefuseAnotherKafka() {
    shop(8).agree(session);
    NamespaceMeta elsewhere = new NamespaceMeta(SHOP, 8, "kafka-2", "second");

    for (Consumer<ZooKeeper> start :
        List.<Consumer<ZooKeeper>>of(elsewhere::compare, elsewhere::agree)) {
      assertThatThrownBy(() -> start.accept(session))
          .isInstanceOf(NamespaceMismatch.class)
          .hasMessageContaining(
              "made with kafka = kafka-1; this orchestrator is configured with kafka = kafka-2")
          .hasMessageContaining("take the field 'kafka' out of /shop/meta");
    }
  }

  @Test
  void shouldCallTheInstallationWhatItWasCalledFirst() {
    assertThat(shop(8).agree(session)).isEqualTo("first");
    assertThat(new NamespaceMeta(SHOP, 8, KAFKA, "second").agree(session)).isEqualTo("first");
  }

  @Test
  void shouldWriteNothingWhenItOnlyCompares() {
    shop(8).compare(session);

    assertThat(sure(() -> session.exists("/shop", false))).isNull();
  }

  @Test
  void shouldAddToAnEarlierVersionsNamespaceWhatItDidNotWrite() {
    shop(8).agree(session);
    String whole = stored();
    store(
        "{\"format\":1,\"shards\":8,\"starts\":\"shop.starts\",\"replies\":\"shop.replies\",\"events\":\"shop.events\"}");
    shop(8).compare(session);

    assertThat(shop(8).agree(session)).isEqualTo("first");

    assertThat(stored()).isEqualTo(whole);
  }

  @Test
  void shouldAgreeWithANodeThatIsFasterToAddIt() throws IOException, InterruptedException {
    shop(8).agree(session);
    store(stored().replaceAll(",\"kafka.*", "}"));
    NamespaceMeta faster = new NamespaceMeta(SHOP, 8, KAFKA, "second");

    try (ZooKeeper slow = new SlowToWrite(() -> faster.agree(session))) {
      assertThat(shop(8).agree(slow)).isEqualTo("second");
    }

    assertThat(stored()).endsWith("\"instance\":\"second\"}");
  }

  private static NamespaceMeta shop(int shards) {
    return new NamespaceMeta(SHOP, shards, KAFKA, "first");
  }

  private String stored() {
    return new String(sure(() -> session.getData("/shop/meta", false, null)), UTF_8);
  }

  private void store(String meta) {
    sure(() -> session.setData("/shop/meta", meta.getBytes(UTF_8), -1));
  }

  /** A session in which something happens just before each write. */
  private final class SlowToWrite extends ZooKeeper {
    private final Runnable before;

    SlowToWrite(Runnable before) throws IOException {
      super(server.connectString(), 20_000, event -> {});
      this.before = before;
    }

    @Override
    public Stat setData(String path, byte[] data, int version)
        throws KeeperException, InterruptedException {
      before.run();
      return super.setData(path, data, version);
    }
  }
}
