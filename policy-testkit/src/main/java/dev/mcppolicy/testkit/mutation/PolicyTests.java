package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Policy;

/** Tests of a policy that can be run with a changed policy in its place. */
public interface PolicyTests {
    /**
     * Checks that the tests are about a policy and pass with it as it is.
     *
     * @param policy the policy
     * @throws IllegalArgumentException if a test fails, or none is about the policy; the message says which
     */
    void requirePassing(Policy policy);

    /**
     * Runs the tests with a changed policy in the place of the one they are about.
     *
     * @param original the policy that the tests are about
     * @param changed the policy to run them with
     * @return whether a test fails
     */
    boolean notice(Policy original, Policy changed);
}
