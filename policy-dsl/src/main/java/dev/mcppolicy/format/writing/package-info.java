/** From a policy to a document, in either format and syntax. */
@NullMarked
package dev.mcppolicy.format.writing;

import org.jspecify.annotations.NullMarked;
