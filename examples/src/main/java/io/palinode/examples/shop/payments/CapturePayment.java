package io.palinode.examples.shop.payments;

import org.jspecify.annotations.Nullable;

/**
 * Take the money that is held for this order.
 *
 * @param authorisation the number under which it is held
 */
public record CapturePayment(String order, @Nullable String authorisation) {}
