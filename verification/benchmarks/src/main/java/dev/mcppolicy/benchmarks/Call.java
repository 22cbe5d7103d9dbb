package dev.mcppolicy.benchmarks;

import java.util.Map;

/** One tool call as a server hands it over: every string and number an object of its own. */
record Call(String tool, Map<String, Object> arguments) {}
