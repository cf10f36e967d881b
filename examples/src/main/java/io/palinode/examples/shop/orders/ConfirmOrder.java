package io.palinode.examples.shop.orders;

import org.jspecify.annotations.Nullable;

/**
 * Tell the customer that the parcel is on its way.
 *
 * @param tracking the parcel's number
 */
public record ConfirmOrder(String order, String customer, @Nullable String tracking) {}
