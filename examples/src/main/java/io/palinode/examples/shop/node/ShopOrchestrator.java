package io.palinode.examples.shop.node;

import io.palinode.examples.shop.PlaceOrder;
import io.palinode.server.bootstrap.Orchestrator;
import io.palinode.settings.InvalidSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An orchestrator of the shop as a process. Start as many as you like; they share the work.
 *
 * <ul>
 *   <li>SIGTERM and Ctrl-C drain it.
 *   <li>With {@code --until-input-ends} it also ends when its standard input does, so that it does
 *       not outlive a parent that was killed.
 * </ul>
 */
public final class ShopOrchestrator {
  /** Ends the process with its standard input. */
  public static final String UNTIL_INPUT_ENDS = "--until-input-ends";

  private ShopOrchestrator() {}

  /** Runs until the process is told to end. */
  public static void main(String... arguments) throws InterruptedException, IOException {
    NodeLogging.set();
    Orchestrator orchestrator;
    try {
      orchestrator =
          Orchestrator.start(ShopSettings.ofThisProcess().keys(), List.of(PlaceOrder.DEFINITION));
    } catch (InvalidSettings e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(orchestrator::close, "shop-stop"));
    System.out.println("ready");
    if (List.of(arguments).contains(UNTIL_INPUT_ENDS)) {
      while (System.in.read() >= 0) {
        // whatever comes in is no order to stop
      }
      System.exit(0);
    }
    new CountDownLatch(1).await();
  }
}
