/** Texts as trees that know their places: JSON and YAML, read strictly. */
@NullMarked
package dev.mcppolicy.format.document;

import org.jspecify.annotations.NullMarked;
