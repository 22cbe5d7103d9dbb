package dev.mcppolicy.format.problem;

/**
 * A place in a document.
 *
 * @param line the line from 1
 * @param column the column from 1, in UTF-16 units
 */
public record Location(int line, int column) {}
