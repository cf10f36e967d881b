package io.palinode.embedded;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit extension that hands tests an {@link EmbeddedCluster} to run against.
 *
 * <pre>{@code
 * @ExtendWith(PalinodeServers.class)
 * class PlaceOrderTest {
 *   @Test
 *   void shouldShipWhenPaid(EmbeddedCluster cluster) { ... }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>All test classes of a launcher session, which for Maven and Gradle is a JVM, share one
 *       cluster, started when a test first asks for it and closed after the last.
 *   <li>So a test names its topics and nodes for itself, and leaves the cluster running.
 * </ul>
 *
 * <p>Thread-safe; tests that run in parallel get the same cluster.
 */
public final class PalinodeServers implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PalinodeServers.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == EmbeddedCluster.class;
  }

  @Override
  public EmbeddedCluster resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(
            EmbeddedCluster.class, type -> EmbeddedCluster.start(), EmbeddedCluster.class);
  }
}
