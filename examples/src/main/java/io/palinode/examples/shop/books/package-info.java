/**
 * The books of the services: one append-only file each, which is its database and its inbox in one.
 */
@NullMarked
package io.palinode.examples.shop.books;

import org.jspecify.annotations.NullMarked;
