package io.palinode.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palinode.core.SagaMachine;
import io.palinode.saga.DefinitionRef;
import io.palinode.saga.SagaDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
  private final SagaDefinition<?> first = Orders.placeOrder(1);
  private final SagaDefinition<?> second = Orders.placeOrder(2);

  @Test
  void shouldStartSagasOfTheNewestVersionInWhateverOrderTheyAreGiven() {
    assertThat(newest(first, second)).isSameAs(second);
    assertThat(newest(second, first)).isSameAs(second);
  }

  @Test
  void shouldFindTheVeryDefinitionThatALiveSagaIsPinnedTo() {
    Definitions definitions = definitions(first, second);

    assertThat(definition(definitions.find(first.ref()))).isSameAs(first);
    assertThat(definition(definitions.find(second.ref()))).isSameAs(second);
    assertThat(definitions.find(new DefinitionRef(Orders.SAGA, 1, "another-one"))).isNull();
    assertThat(definitions.newest("no-such-saga")).isNull();
  }

  @Test
  void shouldRefuseTwoDefinitionsOfOneNameAndVersion() {
    assertThatThrownBy(() -> definitions(first, Orders.placeOrder(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(first.toString());
  }

  @Test
  void shouldKnowTheNamesOfSagasAndParticipants() {
    Definitions definitions = definitions(second, first);

    assertThat(definitions.names()).containsExactly(Orders.SAGA);
    assertThat(definitions.participants()).containsExactly(Orders.PAYMENTS, Orders.STOCK);
  }

  private static SagaDefinition<?> newest(SagaDefinition<?>... given) {
    return definition(definitions(given).newest(Orders.SAGA));
  }

  private static SagaDefinition<?> definition(SagaMachine<?> machine) {
    assertThat(machine).isNotNull();
    return machine.definition();
  }

  private static Definitions definitions(SagaDefinition<?>... given) {
    return new Definitions(List.of(given), Orders.CODEC);
  }
}
