package io.palinode.core;

import io.palinode.message.Reason;
import io.palinode.message.RequestAnswer.Verdict;

/**
 * What follows from a request to a saga, and the answer to whoever asked.
 *
 * @param decision nothing, unless the verdict is {@code DONE}
 * @param reason a word for programs and a sentence for people
 */
public record Ruling(Decision decision, Verdict verdict, Reason reason) {}
