package dev.mcppolicy.catalog.risk;

/** How much a call can do that nobody wanted, from the least to the most. */
public enum RiskLevel {
    /** It changes nothing. */
    LOW,
    /** It changes what can be changed once more. */
    MEDIUM,
    /** It makes something run, or nobody knows what it does. */
    HIGH,
    /** It destroys what cannot be had again, or moves money. */
    CRITICAL
}
