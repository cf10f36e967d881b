package io.palinode.examples.shop.node;

import io.palinode.settings.ClientSettings;
import io.palinode.settings.InvalidSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Services of the shop as a process: those that are named as arguments.
 *
 * <p>SIGTERM and Ctrl-C drain it. After {@code kill -9} it goes on from its ledgers.
 */
public final class ShopParticipants {
  private ShopParticipants() {}

  /** Runs until the process is told to end. */
  public static void main(String... services) {
    NodeLogging.set();
    if (services.length == 0) {
      System.err.println("usage: ShopParticipants SERVICE... (stock, payments, shipping, orders)");
      System.exit(2);
    }
    try {
      List<ServiceHost> hosts = start(List.of(services), ShopSettings.ofThisProcess());
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> hosts.forEach(ServiceHost::close), "shop-stop"));
    } catch (InvalidSettings e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static List<ServiceHost> start(List<String> services, ShopSettings settings) {
    ClientSettings client = ClientSettings.of(settings.keys());
    List<ServiceHost> hosts = new ArrayList<>();
    for (String service : services) {
      hosts.add(
          ServiceHost.start(
              ShopServices.named(service), settings.books(), settings.durability(), client));
      System.out.printf("%s: ready, with its ledger in %s%n", service, settings.books());
    }
    return hosts;
  }
}
