/** Orders as files: CSV and JSON lines, read line by line, with every fault of a line named. */
@NullMarked
package io.palinode.examples.shop.intake;

import org.jspecify.annotations.NullMarked;
