package dev.mcppolicy.examples.codeconnections;

/**
 * A question that was put to the person at the client.
 *
 * @param question what the person reads
 * @param approved what the person says
 */
record Asked(String question, boolean approved) {}
