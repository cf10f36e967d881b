/**
 * Starts sagas from the records of the users' own topics.
 *
 * <p>An adapter of its own beside the shards: it reads those topics, and writes to the topic of
 * starts as any client does. It knows Kafka, the saga API, and nothing of the server.
 */
@NullMarked
package io.palinode.server.starts;

import org.jspecify.annotations.NullMarked;
