/** The schemas that a rule asks for, and what all patterns of a document come to. */
@NullMarked
package dev.mcppolicy.format.schema;

import org.jspecify.annotations.NullMarked;
