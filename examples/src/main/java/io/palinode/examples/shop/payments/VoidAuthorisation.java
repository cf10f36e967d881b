package io.palinode.examples.shop.payments;

/** Let go of the money that is held for this order. */
public record VoidAuthorisation(String order) {}
