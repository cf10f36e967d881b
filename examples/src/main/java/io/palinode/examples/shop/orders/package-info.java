/** The order service: what the customer was promised. */
@NullMarked
package io.palinode.examples.shop.orders;

import org.jspecify.annotations.NullMarked;
