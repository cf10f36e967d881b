package io.palinode.embedded.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Scanner;

/** Main of a JVM that prints what it is ordered to, until nobody can give it orders any more. */
public final class EchoMain {
  private EchoMain() {}

  public static void main(String[] arguments) {
    var orders = new Scanner(System.in, UTF_8);
    while (orders.hasNextLine()) {
      System.out.println(orders.nextLine());
    }
  }
}
