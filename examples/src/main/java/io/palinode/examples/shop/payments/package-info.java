/** The payment service: money held on cards, and money taken from them. */
@NullMarked
package io.palinode.examples.shop.payments;

import org.jspecify.annotations.NullMarked;
