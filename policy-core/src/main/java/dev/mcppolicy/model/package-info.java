/**
 * A policy as immutable data: its tools, groups and rules, and what is asked of them. Nothing here needs a clock or a
 * counter store.
 */
@NullMarked
package dev.mcppolicy.model;

import org.jspecify.annotations.NullMarked;
