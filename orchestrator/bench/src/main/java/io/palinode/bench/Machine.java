package io.palinode.bench;

import java.lang.management.ManagementFactory;

/**
 * What the figures were measured on.
 *
 * @param loadAverage over the minute before the benchmark began; above zero, others were using the
 *     machine
 */
record Machine(int cores, String jdk, String os, double loadAverage) {
  static Machine here() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        system.getAvailableProcessors(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        system.getSystemLoadAverage());
  }

  @Override
  public String toString() {
    return "%d cores, %s, %s, load average %.2f before".formatted(cores, jdk, os, loadAverage);
  }
}
