/**
 * Where a node and the command line are put together: the only package that sees the runtime, the
 * ports and every adapter, and the only one that reads a clock.
 */
@NullMarked
package io.palinode.server.bootstrap;

import org.jspecify.annotations.NullMarked;
