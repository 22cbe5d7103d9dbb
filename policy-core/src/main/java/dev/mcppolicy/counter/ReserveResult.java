package dev.mcppolicy.counter;

import com.google.errorprone.annotations.CheckReturnValue;

/** What came of an attempt to take charges: all of them, as a {@link Reservation}, or none, as a {@link Refusal}. */
@CheckReturnValue
public sealed interface ReserveResult permits Reservation, Refusal {}
