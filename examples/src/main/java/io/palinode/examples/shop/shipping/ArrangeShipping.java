package io.palinode.examples.shop.shipping;

/** Book a carrier for this order. */
public record ArrangeShipping(String order, String customer, String postcode) {}
