/** What a counter store and a reader of policies must fulfil. Needs JUnit and AssertJ. */
package dev.mcppolicy.testkit.contract;
