/**
 * JVMs of their own for servers and for whatever is measured or killed, on the class path of the
 * JVM that starts them.
 *
 * <p>Start at {@link io.palinode.embedded.process.Children}. A child's main calls {@link
 * io.palinode.embedded.process.Leash#hold} first, so that it never outlives its parent.
 */
@NullMarked
package io.palinode.embedded.process;

import org.jspecify.annotations.NullMarked;
