/** For the modules here alone: exact numbers, equality in three values, deep copies, canonical text. */
@NullMarked
package dev.mcppolicy.json.internal;

import org.jspecify.annotations.NullMarked;
