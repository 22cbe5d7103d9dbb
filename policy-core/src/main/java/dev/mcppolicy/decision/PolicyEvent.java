package dev.mcppolicy.decision;

import dev.mcppolicy.model.Mode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to the policy that an engine judges by. */
public sealed interface PolicyEvent {
    /**
     * When, by the engine's clock.
     *
     * @return the instant
     */
    Instant at();

    /**
     * The revision of the policy that is in force after it.
     *
     * @return the revision; empty without a policy
     */
    String revision();

    /**
     * Where the policy comes from.
     *
     * @return as its source says, such as the path of a file; null where the source does not say
     */
    @Nullable
    String origin();

    /**
     * An engine judges by its first policy.
     *
     * @param at when
     * @param revision the revision of the policy
     * @param policy the policy's name
     * @param origin where the policy comes from, or null
     * @param mode whether the engine enforces its policy
     * @param version the version of the engine, or null where its jar does not say
     */
    record Started(
            Instant at,
            String revision,
            String policy,
            @Nullable String origin,
            Mode mode,
            @Nullable String version) implements PolicyEvent {}

    /**
     * Another policy has come into force.
     *
     * @param at when the engine first judged by it, or heard of it
     * @param before the revision of the policy before
     * @param revision the revision of the policy
     * @param policy the policy's name
     * @param origin where the policy comes from, or null
     */
    record Reloaded(
            Instant at,
            String before,
            String revision,
            String policy,
            @Nullable String origin) implements PolicyEvent {}

    /**
     * A changed policy was refused, and the one in force stays.
     *
     * @param at when the engine heard of it
     * @param revision the revision of the policy that stays; empty without a policy
     * @param origin where the refused policy comes from, or null
     * @param problem the first thing that is wrong with it, in words that may quote the refused document
     */
    record Refused(Instant at, String revision, @Nullable String origin, String problem) implements PolicyEvent {}
}
