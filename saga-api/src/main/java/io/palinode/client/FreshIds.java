package io.palinode.client;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes ids for sagas whose caller has none: UUIDs of version 7 (RFC 9562), which sort by the
 * millisecond in which they were made.
 *
 * <p>Safe for use by any thread if its source of chance is.
 */
record FreshIds(InstantSource clock, RandomGenerator chance) {
  private static final int VERSION = 7 << 12;
  private static final int CHANCE_BESIDE_VERSION = 1 << 12;

  String next() {
    long high = clock.millis() << 16 | VERSION | chance.nextInt(CHANCE_BESIDE_VERSION);
    long low = Long.MIN_VALUE | chance.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }
}
