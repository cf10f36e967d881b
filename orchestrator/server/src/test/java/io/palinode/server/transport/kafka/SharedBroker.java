package io.palinode.server.transport.kafka;

import io.palinode.embedded.EmbeddedKafka;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests a {@link TestKafka} on the one broker of this JVM, each with a namespace of its own.
 */
final class SharedBroker implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedBroker.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestKafka.class;
  }

  @Override
  public TestKafka resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var broker =
        test.getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(
                EmbeddedKafka.class, type -> EmbeddedKafka.builder().start(), EmbeddedKafka.class);
    return test.getStore(NAMESPACE)
        .computeIfAbsent(
            test.getUniqueId(), id -> TestKafka.on(broker.bootstrapServers()), TestKafka.class);
  }
}
