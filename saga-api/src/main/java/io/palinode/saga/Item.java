package io.palinode.saga;

/**
 * One item of a for-each, with the saga's data: what the functions of the steps inside are given.
 *
 * @param data the saga's, as they stand at that moment; inside of several for-eaches the outer
 *     item, with what is around it
 * @param item as the list had it when the for-each was reached
 * @param index of the item in that list, from 0
 */
public record Item<D, I>(D data, I item, int index) {}
