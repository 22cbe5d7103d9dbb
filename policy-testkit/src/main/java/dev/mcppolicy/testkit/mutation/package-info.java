/** Small changes of a policy, and whether its tests notice them. */
package dev.mcppolicy.testkit.mutation;
