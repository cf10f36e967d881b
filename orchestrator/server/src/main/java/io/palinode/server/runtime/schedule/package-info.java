/** Fires schedules: what is due when, and who asks for the sagas that it starts. */
@NullMarked
package io.palinode.server.runtime.schedule;

import org.jspecify.annotations.NullMarked;
