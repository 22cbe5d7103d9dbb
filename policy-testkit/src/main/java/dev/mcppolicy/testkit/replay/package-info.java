/** Recorded calls, judged again. */
package dev.mcppolicy.testkit.replay;
