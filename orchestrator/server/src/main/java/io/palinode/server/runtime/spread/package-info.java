/**
 * How a namespace's shards are spread over the nodes that run: each node sees what all nodes say of
 * themselves, makes the same plan, and gives away what the plan takes from it.
 */
@NullMarked
package io.palinode.server.runtime.spread;

import org.jspecify.annotations.NullMarked;
