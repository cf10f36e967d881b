/** Files of lines, as the books and the orders are. */
@NullMarked
package io.palinode.examples.shop.text;

import org.jspecify.annotations.NullMarked;
