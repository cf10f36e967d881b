/**
 * The business keys that sagas share, as pure state machines: a key lives in a shard of its own,
 * and sagas speak with it by messages.
 */
@NullMarked
package io.palinode.core.key;

import org.jspecify.annotations.NullMarked;
