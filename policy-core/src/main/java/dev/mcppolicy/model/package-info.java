/**
 * A policy as immutable data: tools, rules, conditions, operators, paths, windows, scopes. Nothing here needs a clock
 * or a counter store.
 */
@NullMarked
package dev.mcppolicy.model;

import org.jspecify.annotations.NullMarked;
