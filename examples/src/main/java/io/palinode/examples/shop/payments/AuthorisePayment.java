package io.palinode.examples.shop.payments;

/** Hold this amount on this card for this order. */
public record AuthorisePayment(String order, String card, long cents) {}
