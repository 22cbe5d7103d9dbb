/** Tests that are still missing, drafted for a person to read. */
package dev.mcppolicy.testkit.draft;
