package io.palinode.examples.shop.shipping;

/** A carrier will fetch the parcel, which has this number. */
public record ShippingArranged(String tracking) {}
