package io.palinode.embedded.process;

/** Main of a JVM that does nothing. */
public final class IdleMain {
  private IdleMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Leash.hold();
    System.out.println("ready " + arguments[0]);
    Thread.currentThread().join();
  }
}
