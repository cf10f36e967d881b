package io.palinode.kafka;

import io.palinode.embedded.EmbeddedKafka;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link KafkaFixture} with a namespace of its own on the one broker of this JVM,
 * which is closed after the last test.
 */
public final class SharedBroker implements ParameterResolver {
  private static final Namespace STORE = Namespace.create(SharedBroker.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == KafkaFixture.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    EmbeddedKafka broker =
        test.getRoot()
            .getStore(STORE)
            .computeIfAbsent(
                EmbeddedKafka.class, type -> EmbeddedKafka.builder().start(), EmbeddedKafka.class);
    return test.getStore(STORE)
        .computeIfAbsent(
            test.getUniqueId(),
            id -> new KafkaFixture(broker.bootstrapServers()),
            KafkaFixture.class);
  }
}
