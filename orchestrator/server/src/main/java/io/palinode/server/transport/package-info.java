/** The port through which a shard reads its input and sends its commands. */
@NullMarked
package io.palinode.server.transport;

import org.jspecify.annotations.NullMarked;
