/** What two policies decide differently. */
package dev.mcppolicy.testkit.comparison;
