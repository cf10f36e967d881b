package io.palinode.examples.shop.shipping;

/** Call off the carrier that was booked for this order. */
public record CancelShipping(String order) {}
