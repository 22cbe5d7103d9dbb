/**
 * What is said of JSON values, which are plain Java objects here ({@code Map}, {@code List}, {@code String},
 * {@code Boolean}, the standard numbers, null): how large they may be, truth in three values, and how much work judging
 * them may be.
 */
@NullMarked
package dev.mcppolicy.json;

import org.jspecify.annotations.NullMarked;
