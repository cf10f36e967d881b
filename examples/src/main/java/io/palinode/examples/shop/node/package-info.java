/** The shop as processes of their own: orchestrators, services, and the order desk. */
@NullMarked
package io.palinode.examples.shop.node;

import org.jspecify.annotations.NullMarked;
