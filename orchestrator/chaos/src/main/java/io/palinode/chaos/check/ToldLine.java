package io.palinode.chaos.check;

import io.palinode.message.SagaStatus;

/** How a saga came to rest, as a client was told. */
public record ToldLine(long at, String saga, StartLine.Occasion occasion, SagaStatus status) {}
