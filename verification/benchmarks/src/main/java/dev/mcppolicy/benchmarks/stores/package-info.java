/** What a decision costs whose counters are kept outside the process, measured in turns with what one would do instead. */
package dev.mcppolicy.benchmarks.stores;
