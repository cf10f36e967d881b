/** The back office of the shop: sagas that a clock starts. */
@NullMarked
package io.palinode.examples.office;

import org.jspecify.annotations.NullMarked;
