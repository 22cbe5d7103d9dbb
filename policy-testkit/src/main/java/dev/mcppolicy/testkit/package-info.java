/**
 * Unit tests for policies. {@link dev.mcppolicy.testkit.PolicyTester} puts calls to a policy under a clock that the test
 * moves; it works from plain Java and from any test framework.
 */
package dev.mcppolicy.testkit;
