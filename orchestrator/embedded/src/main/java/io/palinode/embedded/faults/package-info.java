/** What breaks on purpose between a client and a server, so that a test can see what follows. */
@NullMarked
package io.palinode.embedded.faults;

import org.jspecify.annotations.NullMarked;
