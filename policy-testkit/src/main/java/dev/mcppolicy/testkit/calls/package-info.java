/** Calls that a policy finds hard, and arguments that an input schema admits. */
package dev.mcppolicy.testkit.calls;
