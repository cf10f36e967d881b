package io.palinode.server.runtime.schedule;

import io.palinode.message.PayloadCodec;
import io.palinode.message.Topics;
import io.palinode.server.coordination.FiringMemory;
import io.palinode.server.transport.Publisher;

/** What schedules fire with. */
public record FiringTools(
    Topics topics, PayloadCodec codec, Publisher publisher, FiringMemory memory) {}
