/**
 * What a JSON value is here: plain Java objects ({@code Map}, {@code List}, {@code String}, {@code Boolean}, the
 * standard numbers, null), compared exactly, copied deeply, and written canonically. No JSON library is involved.
 */
@NullMarked
package dev.mcppolicy.json;

import org.jspecify.annotations.NullMarked;
