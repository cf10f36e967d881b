package io.palinode.server.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.client.SagaHandle;
import io.palinode.embedded.EmbeddedCluster;
import io.palinode.embedded.PalinodeServers;
import io.palinode.message.CommandId;
import io.palinode.message.Direction;
import io.palinode.message.SagaReport;
import io.palinode.saga.SagaDefinition;
import io.palinode.server.bootstrap.DyingReshard;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.server.journal.zookeeper.DefinitionChanged;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A saga that changes while many of it are under way, over real servers. */
@ExtendWith(PalinodeServers.class)
class VersionsTest {
  private static final String SAGA = VisitSaga.NAME;

  @TempDir private Path directory;
  @AutoClose private World world;

  @BeforeEach
  void open(EmbeddedCluster cluster) {
    world = new World(cluster);
  }

  @Test
  void shouldFinishEachSagaInTheVersionWithWhichItBegan() {
    Orchestrator node = world.startNode(List.of(VisitSaga.FIRST));
    SagaHandle old = heldAtHotel("old");
    node.close();

    world.startNode(List.of(VisitSaga.SECOND, VisitSaga.FIRST));
    SagaReport young = World.outcome(start("young"));
    world.participants().release(hotel("old"));

    assertThat(young.version()).isEqualTo(2);
    assertThat(World.outcome(old).version()).isEqualTo(1);
    assertThat(world.participants().effects("old"))
        .containsOnlyKeys("book-hotel/action", "rent-car/action", "charge-card/action");
    assertThat(world.participants().effects("young"))
        .containsOnlyKeys("book-hotel/action", "charge-card/action", "send-ticket/action");
  }

  @Test
  void shouldRefuseAChangedDefinitionUntilItsOldSagasHaveEndedAndItIsForgotten() {
    Orchestrator node = world.startNode(List.of(VisitSaga.FIRST));
    SagaHandle old = heldAtHotel("old");
    node.close();
    var changed = List.<SagaDefinition<?>>of(VisitSaga.first(Duration.ofMinutes(9)));

    assertThatThrownBy(() -> world.startNode(changed))
        .isInstanceOf(DefinitionChanged.class)
        .hasMessageContaining("step 'book-hotel': timeout 1h -> 9m\n")
        .hasMessageContaining(".version(2)");
    assertThat(forget()).contains("has 1 sagas that live", "such as [old]");

    Orchestrator again = world.startNode(List.of(VisitSaga.FIRST));
    assertThat(forget()).contains("has orchestrators that run");
    world.participants().release(hotel("old"));
    World.outcome(old);
    World.waiting().until(() -> world.znodes().log("old").isEmpty());
    again.close();
    assertThat(forget()).contains("Version 1 of saga '" + SAGA + "' is forgotten.");
    world.startNode(changed);
    World.outcome(start("new"));
  }

  @Test
  void shouldMoveTheSagasThatCanMoveAndListTheOthers() {
    Orchestrator node = world.startNode(List.of(VisitSaga.FIRST));
    SagaHandle movable = heldAtHotel("movable");
    world.participants().onAction("stuck", VisitSaga.CAR, Answer.HOLD_BACK);
    SagaHandle stuck = start("stuck");
    world.awaitHeld(car("stuck"));
    assertThat(migrate()).contains("has served the versions [1] of saga 'visit-city'");
    node.close();
    world.startNode(List.of(VisitSaga.FIRST, VisitSaga.SECOND));

    String why =
        "  1 stay: step 'rent-car' has begun, and the new version does not have it (stuck)";
    assertThat(migrate("--dry-run"))
        .isEqualTo("1: 1 sagas 'visit-city' of version 1 can move to version 2; 1 stay.\n" + why);
    assertThat(migrate("--dry-run")).as("after a dry run").contains("1: 1 sagas");
    assertThat(migrate())
        .isEqualTo("1: 1 sagas 'visit-city' moved from version 1 to version 2; 1 stay.\n" + why);
    world.participants().release(hotel("movable"));
    world.participants().release(car("stuck"));

    assertThat(World.outcome(movable).version()).isEqualTo(2);
    assertThat(World.outcome(stuck).version()).isEqualTo(1);
    assertThat(world.participants().effects("movable"))
        .isEqualTo(
            Map.of("book-hotel/action", 1, "charge-card/action", 1, "send-ticket/action", 1));
    World.waiting().until(() -> world.znodes().log("stuck").isEmpty());
    assertThat(migrate())
        .isEqualTo("0: 0 sagas 'visit-city' moved from version 1 to version 2; 0 stay.");
  }

  private SagaHandle start(String sagaId) {
    return world.client().start(sagaId, SAGA, new VisitSaga.Visit("Rome"));
  }

  private SagaHandle heldAtHotel(String sagaId) {
    world.participants().onAction(sagaId, VisitSaga.HOTEL, Answer.HOLD_BACK);
    SagaHandle handle = start(sagaId);
    world.awaitHeld(hotel(sagaId));
    return handle;
  }

  private static CommandId hotel(String sagaId) {
    return new CommandId(sagaId, VisitSaga.HOTEL, Direction.ACTION);
  }

  private static CommandId car(String sagaId) {
    return new CommandId(sagaId, VisitSaga.CAR, Direction.ACTION);
  }

  private String migrate(String... more) {
    List<String> words =
        new ArrayList<>(List.of("migrate", "--saga", SAGA, "--from", "1", "--to", "2"));
    words.addAll(List.of("--definitions", VisitSaga.class.getName(), "--settings", settings()));
    words.addAll(List.of(more));
    return DyingReshard.command(words.toArray(String[]::new));
  }

  private String forget() {
    return DyingReshard.command(
        "forget", "--saga", SAGA, "--version", "1", "--settings", settings());
  }

  private String settings() {
    Properties settings = new Properties();
    settings.putAll(world.settings());
    Path file = directory.resolve("orchestrator.properties");
    StringWriter text = new StringWriter();
    try {
      settings.store(text, null);
      Files.write(file, text.toString().getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file.toString();
  }
}
