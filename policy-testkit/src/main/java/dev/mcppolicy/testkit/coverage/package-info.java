/** What tests show of a policy. */
package dev.mcppolicy.testkit.coverage;
