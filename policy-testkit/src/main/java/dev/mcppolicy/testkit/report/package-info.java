/** What tests say of policies, coverage and noticed changes together, for browsers and for programs. */
package dev.mcppolicy.testkit.report;
