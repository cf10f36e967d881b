package io.palinode.examples.shop.stock;

/** The pieces are kept, under this number. */
public record StockReserved(String reservation) {}
