package io.palinode.examples.shop.payments;

/** The money is held, under this number. */
public record PaymentAuthorised(String number) {}
