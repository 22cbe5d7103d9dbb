/**
 * The tools that a server offers, asked of the server itself by a client that grants it nothing, or read from a file.
 * What a server sends is untrusted: bounded, and escaped where it is shown.
 */
@NullMarked
package dev.mcppolicy.catalog;

import org.jspecify.annotations.NullMarked;
