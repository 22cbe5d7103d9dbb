/** What is wrong with a document, where, and what a format cannot say. */
@NullMarked
package dev.mcppolicy.format.problem;

import org.jspecify.annotations.NullMarked;
