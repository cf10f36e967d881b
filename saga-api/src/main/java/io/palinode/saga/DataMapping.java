package io.palinode.saga;

import io.palinode.message.Payload;
import io.palinode.message.PayloadCodec;
import java.util.Objects;
import java.util.function.Function;

/**
 * How the data of an older version become those of a newer one.
 *
 * @param version the older one
 * @param oldType the class of its data, which Jackson must be able to read
 * @param mapping a pure function
 */
public record DataMapping<O, D>(int version, Class<O> oldType, Function<O, D> mapping) {

  /**
   * The data of the newer version.
   *
   * @throws io.palinode.message.MalformedMessage if the old ones cannot be read
   */
  public D map(Payload old, PayloadCodec codec) {
    return Objects.requireNonNull(
        mapping.apply(codec.decode(old, oldType)), "The function of migratesFrom returned null.");
  }
}
