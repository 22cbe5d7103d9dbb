/** What a decision costs, measured beside its peers: one policy, one mix of calls, one run. */
package dev.mcppolicy.benchmarks;
