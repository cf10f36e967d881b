/** The shipping service: parcels handed to carriers. */
@NullMarked
package io.palinode.examples.shop.shipping;

import org.jspecify.annotations.NullMarked;
