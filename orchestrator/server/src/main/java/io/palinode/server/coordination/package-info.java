/** The port through which a node races for shards and learns that it has won or lost one. */
@NullMarked
package io.palinode.server.coordination;

import org.jspecify.annotations.NullMarked;
