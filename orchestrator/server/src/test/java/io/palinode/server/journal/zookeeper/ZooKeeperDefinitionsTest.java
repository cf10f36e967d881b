package io.palinode.server.journal.zookeeper;

import static io.palinode.server.journal.zookeeper.TestSession.sure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.SagaEvent.SagaStarted;
import io.palinode.embedded.EmbeddedZooKeeper;
import io.palinode.message.Payload;
import io.palinode.saga.Saga;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.journal.EntryCodec;
import io.palinode.server.journal.JournalEntry;
import io.palinode.server.journal.StoredDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A definition that was served stays what it was, until nobody needs it and it is forgotten. */
@TestInstance(Lifecycle.PER_CLASS)
class ZooKeeperDefinitionsTest {
  private static final DefinitionRegister SHOP = new DefinitionRegister("shop");
  private static final SagaDefinition<?> FIRST = placeOrder(1, 30);
  private static final SagaDefinition<?> SECOND = placeOrder(2, 10);

  private EmbeddedZooKeeper server;
  private ZooKeeper session;

  record Order(String id) {}

  @BeforeAll
  void start() {
    server = EmbeddedZooKeeper.builder().fsync(false).start();
    session = TestSession.connect(server.connectString());
  }

  @AfterAll
  void stop() throws InterruptedException {
    session.close();
    server.close();
  }

  @BeforeEach
  void makeShop() {
    create("/shop", CreateMode.PERSISTENT, "");
    create("/shop/nodes", CreateMode.PERSISTENT, "");
    create("/shop/shards", CreateMode.PERSISTENT, "");
    new BlockingSession(session).makeShard(ShardPaths.of("shop", 0));
  }

  @AfterEach
  void clear() throws InterruptedException, KeeperException {
    ZKUtil.deleteRecursive(session, "/shop");
  }

  @Test
  void shouldRememberEveryVersionThatWasServed() {
    SHOP.agree(session, List.of(FIRST));
    SHOP.agree(session, List.of(FIRST));

    assertThat(SHOP.agree(session, List.of(SECOND)))
        .containsExactly(StoredDefinition.of(FIRST), StoredDefinition.of(SECOND));
    assertThat(sure(() -> session.exists("/shop/definitions/place-order/1", false)).getVersion())
        .as("writes after the first")
        .isZero();
  }

  @Test
  void shouldRefuseAChangedDefinitionAndTellWhatIsDifferent() {
    SHOP.agree(session, List.of(FIRST, SECOND));

    assertThatThrownBy(() -> SHOP.agree(session, List.of(placeOrder(1, 20), SECOND)))
        .isInstanceOf(DefinitionChanged.class)
        .hasMessage(
            "The saga 'place-order' is another one in version 1 than the namespace 'shop' has"
                + " served as version 1 (%s there, %s here):\n"
                + "  step 'charge-card': timeout 30s -> 20s\n"
                + "Raise the version, .version(3), and go on serving version 1 while sagas live that"
                + " began with it. If nobody needs the old one any more, as in development: 'forget"
                + " --saga place-order --version 1 --settings <file>'.",
            FIRST.ref().fingerprint(), placeOrder(1, 20).ref().fingerprint());
  }

  @Test
  void shouldWriteNothingWhereOneOfSeveralIsRefused() {
    SHOP.agree(session, List.of(FIRST));

    assertThatThrownBy(() -> SHOP.agree(session, List.of(placeOrder(1, 20), SECOND)))
        .isInstanceOf(DefinitionChanged.class);

    assertThat(SHOP.versions(session, "place-order")).containsOnlyKeys(1);
  }

  @Test
  void shouldLetOneOfTwoPassThatComeAtOnce() throws IOException, InterruptedException {
    try (ZooKeeper second = TestSession.connect(server.connectString());
        ZooKeeper slow = justBeforeItWrites(() -> SHOP.agree(second, List.of(FIRST)))) {
      assertThatThrownBy(() -> SHOP.agree(slow, List.of(placeOrder(1, 20))))
          .isInstanceOf(DefinitionChanged.class)
          .hasMessageContaining("timeout 30s -> 20s");
    }

    assertThat(SHOP.versions(session, "place-order").values())
        .containsExactly(StoredDefinition.of(FIRST));
  }

  @Test
  void shouldForgetAVersionThatNobodyNeeds() {
    SHOP.agree(session, List.of(FIRST, SECOND));
    live("order-1", SECOND);

    new Forgetting(SHOP, session).forget("place-order", 1);

    SHOP.agree(session, List.of(placeOrder(1, 20), SECOND));
  }

  @Test
  void shouldNotForgetAVersionToWhichALiveSagaIsPinned() {
    SHOP.agree(session, List.of(FIRST, SECOND));
    live("order-1", FIRST);

    shouldNotForget(
        1, "has 1 sagas that live and began with " + FIRST.ref() + ", such as [order-1]");
  }

  @Test
  void shouldNotForgetAVersionWhileALogCannotBeRead() {
    SHOP.agree(session, List.of(FIRST));
    create(ShardPaths.of("shop", 0).log("order-1"), CreateMode.PERSISTENT, "{\"format\":9}\n");

    shouldNotForget(1, "has 1 sagas whose logs cannot be read", "[order-1]");
  }

  @Test
  void shouldNotForgetAVersionWhileANodeRuns() {
    SHOP.agree(session, List.of(FIRST));
    create("/shop/nodes/node-7", CreateMode.EPHEMERAL, "");

    shouldNotForget(1, "has orchestrators that run: node-7");
  }

  @Test
  void shouldSayWhatThereIsWhenToldToForgetWhatIsNotThere() {
    SHOP.agree(session, List.of(FIRST));

    shouldNotForget(7, "has no version 7 of saga 'place-order', only [1]");
    assertThatThrownBy(() -> new Forgetting(SHOP, session).forget("ship-order", 1))
        .hasMessageContaining("has never served a saga 'ship-order', only [place-order]");
  }

  private void shouldNotForget(int version, String... because) {
    assertThatThrownBy(() -> new Forgetting(SHOP, session).forget("place-order", version))
        .isInstanceOf(DefinitionInUse.class)
        .hasMessageStartingWith("The namespace 'shop' ")
        .hasMessageContainingAll(because);
    assertThat(SHOP.versions(session, "place-order")).containsKey(1);
  }

  private void live(String sagaId, SagaDefinition<?> definition) {
    SagaStarted started =
        new SagaStarted(definition.ref(), new Payload("order", "{}".getBytes(UTF_8)));
    byte[] log = EntryCodec.encode(new JournalEntry(1, 1, List.of(started)));
    create(ShardPaths.of("shop", 0).log(sagaId), CreateMode.PERSISTENT, new String(log, UTF_8));
  }

  private void create(String path, CreateMode mode, String data) {
    sure(() -> session.create(path, data.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, mode));
  }

  /** A session whose every transaction comes right after something that another one does. */
  private ZooKeeper justBeforeItWrites(Runnable other) throws IOException {
    return new ZooKeeper(server.connectString(), 20_000, event -> {}) {
      @Override
      public List<OpResult> multi(Iterable<Op> ops) throws InterruptedException, KeeperException {
        other.run();
        return super.multi(ops);
      }
    };
  }

  private static SagaDefinition<?> placeOrder(int version, int timeoutSeconds) {
    return Saga.named("place-order", Order.class)
        .version(version)
        .step("charge-card")
        .at("payments")
        .command(order -> order)
        .withoutCompensation()
        .timeout(Duration.ofSeconds(timeoutSeconds))
        .build();
  }
}
