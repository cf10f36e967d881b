package io.palinode.saga;

import org.jspecify.annotations.Nullable;

/**
 * What was decided where a saga waited for a person.
 *
 * @param option one of those that the definition names
 * @param by who decided, in the words of whoever passed it on; null where the deadline did
 * @param why in words for people
 */
public record Decided(String option, @Nullable String by, String why) {}
