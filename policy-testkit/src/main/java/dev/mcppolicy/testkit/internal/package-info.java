/** What the rooms of the testkit share and users do not call. */
package dev.mcppolicy.testkit.internal;
