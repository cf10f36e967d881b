/** The proof, from the services' own books alone, that no order was half done. */
@NullMarked
package io.palinode.examples.shop.audit;

import org.jspecify.annotations.NullMarked;
