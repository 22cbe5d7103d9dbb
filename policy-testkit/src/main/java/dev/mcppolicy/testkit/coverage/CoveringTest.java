package dev.mcppolicy.testkit.coverage;

/**
 * A test by which coverage is told.
 *
 * @param name what the test is called
 * @param place where it stands, as a person finds it: a file with its line, or a class; empty where that is not known
 */
public record CoveringTest(String name, String place) {}
