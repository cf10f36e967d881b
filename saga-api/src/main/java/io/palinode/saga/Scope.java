package io.palinode.saga;

import org.jspecify.annotations.Nullable;

/**
 * What the functions of a definition are given: the saga's data and, inside a for-each, the item
 * that they are about.
 *
 * @param item null outside of a for-each
 * @param index of the item in its list, from 0; 0 outside of a for-each
 */
public record Scope<D>(D data, @Nullable Object item, int index) {

  /** The scope of a part outside of a for-each. */
  public static <D> Scope<D> of(D data) {
    return new Scope<>(data, null, 0);
  }
}
