/** How the engine asks a counter store: within a time-out, without asking what it knows, and with a word on each failure. */
@NullMarked
package dev.mcppolicy.engine.store;

import org.jspecify.annotations.NullMarked;
