package io.palinode.participant;

/**
 * How many records a participant has dealt with, by what became of them, since it was built.
 *
 * @param succeeded handlers that answered succeeded
 * @param rejected handlers that answered rejected
 * @param triedAgain handlers that answered "try again" or threw
 * @param repeated commands that had been settled before, answered from memory
 * @param nothingToUndo compensations whose action left no effect
 * @param lateActions actions refused because their compensation came first
 * @param ignored commands of an orchestrator that another has replaced
 * @param unreadable records that belong on the dead-letter topic
 */
public record ParticipantCounts(
    long succeeded,
    long rejected,
    long triedAgain,
    long repeated,
    long nothingToUndo,
    long lateActions,
    long ignored,
    long unreadable) {}
