package io.palinode.examples.shop.stock;

/** Put back on the shelf what was kept for this order. */
public record ReleaseStock(String order) {}
