package io.palinode.chaos.fault;

/** Makes the faults of one lane happen. */
public interface Saboteur {

  /**
   * Makes a fault happen, waits until it is over and mended, and returns what was seen of it.
   *
   * @throws FaultNotSeen if it was not seen to happen
   */
  String strike(PlannedFault fault) throws InterruptedException;
}
