/**
 * The port through which a shard keeps its journal: facts appended under a fence, in batches, and
 * read again at takeover.
 */
@NullMarked
package io.palinode.server.journal;

import org.jspecify.annotations.NullMarked;
