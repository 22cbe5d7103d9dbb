/** Tests of a policy written without Java. */
package dev.mcppolicy.testkit.file;
