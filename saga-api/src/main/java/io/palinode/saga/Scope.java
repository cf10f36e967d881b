package io.palinode.saga;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the functions of a definition are given: the saga's data and, inside a for-each, the item
 * that they are about.
 *
 * @param item null outside of a for-each
 * @param index of the item in its list, from 0; 0 outside of a for-each
 * @param around what is given outside of the innermost for-each; null where there is none
 */
public record Scope<D>(D data, @Nullable Object item, int index, @Nullable Scope<D> around) {

  /** The scope of a part outside of a for-each. */
  public static <D> Scope<D> of(D data) {
    return new Scope<>(data, null, 0, null);
  }

  /** The scope of a part that is about an item, in a for-each that stands in this scope. */
  public Scope<D> about(Object item, int index) {
    return new Scope<>(data, item, index, this);
  }

  /** What is given outside of the innermost for-each. */
  Scope<D> outer() {
    return Objects.requireNonNull(around, "No for-each is around it.");
  }
}
