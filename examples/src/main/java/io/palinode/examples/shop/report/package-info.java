/** The story of every saga as one HTML file. */
@NullMarked
package io.palinode.examples.shop.report;

import org.jspecify.annotations.NullMarked;
