package io.palinode.server.transport.kafka;

import io.palinode.embedded.PalinodeServers;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests a {@link TestKafka} on the one broker of this JVM, each with a namespace of its own.
 */
final class SharedBroker implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedBroker.class);

  private final PalinodeServers servers = new PalinodeServers();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestKafka.class;
  }

  @Override
  public TestKafka resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var cluster = servers.resolveParameter(parameter, test);
    return test.getStore(NAMESPACE)
        .computeIfAbsent(
            test.getUniqueId(), id -> TestKafka.on(cluster.bootstrapServers()), TestKafka.class);
  }
}
