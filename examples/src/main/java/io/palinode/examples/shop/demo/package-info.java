/**
 * The demonstration: the whole shop on one machine, with an orchestrator that is killed half-way.
 */
@NullMarked
package io.palinode.examples.shop.demo;

import org.jspecify.annotations.NullMarked;
