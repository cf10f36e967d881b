/**
 * An online shop: the order saga, and what its steps hand on to each other.
 *
 * <p>Start at {@link io.palinode.examples.shop.PlaceOrder}. The four services that take part are
 * packages of their own, and share nothing but the messages.
 */
@NullMarked
package io.palinode.examples.shop;

import org.jspecify.annotations.NullMarked;
