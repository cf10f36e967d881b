/** The stock service: how many pieces of which article are on the shelf. */
@NullMarked
package io.palinode.examples.shop.stock;

import org.jspecify.annotations.NullMarked;
