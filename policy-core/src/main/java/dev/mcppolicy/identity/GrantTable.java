package dev.mcppolicy.identity;

import dev.mcppolicy.decision.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The grants in force at one moment. No two have one name, and no token stands twice.
 *
 * <p>To find who bears a token, its digest is compared with that of every token here, so that the time taken grows with
 * their number and says neither which one matched nor how nearly any did.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class GrantTable {
    private static final GrantTable EMPTY = new GrantTable(List.of());

    private record Bearer(GrantToken token, Caller caller) {}

    private final List<Grant> grants;
    private final Map<String, Grant> byName = new HashMap<>();
    private final List<Bearer> bearers = new ArrayList<>();
    /** The digests of the bearers, one after the other, so that they are read in one go. */
    private final long[] words;

    private GrantTable(Collection<Grant> all) {
        this.grants = List.copyOf(all);
        Set<TokenDigest> known = new HashSet<>();
        for (Grant grant : grants) {
            if (byName.put(grant.name(), grant) != null) {
                throw new IllegalArgumentException("there are two grants `" + grant.name() + "`");
            }
            for (GrantToken token : grant.tokens()) {
                if (!known.add(token.digest())) {
                    throw new IllegalArgumentException(
                            "a token of the grant `" + grant.name() + "` stands for a grant already");
                }
                bearers.add(new Bearer(token, grant.caller()));
            }
        }
        this.words = new long[bearers.size() * TokenDigest.WORDS];
        for (int i = 0; i < bearers.size(); i++) {
            bearers.get(i).token().digest().copyTo(words, i * TokenDigest.WORDS);
        }
    }

    /**
     * A table without grants.
     *
     * @return the table
     */
    public static GrantTable empty() {
        return EMPTY;
    }

    /**
     * A table of grants.
     *
     * @param grants the grants, copied; their order is kept
     * @return the table
     * @throws IllegalArgumentException if two have one name, or a token stands twice, be it for one grant
     */
    public static GrantTable of(Collection<Grant> grants) {
        return new GrantTable(grants);
    }

    /**
     * The grants.
     *
     * @return an unmodifiable list in the order given
     */
    public List<Grant> grants() {
        return grants;
    }

    /**
     * The grant of a name.
     *
     * @param name the exact name
     * @return the grant, or empty if there is none
     */
    public Optional<Grant> grant(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Who bears a token that stands at an instant. */
    Optional<Caller> bearer(TokenDigest presented, Instant now) {
        int place = placeOf(presented);
        if (place < 0) {
            return Optional.empty();
        }
        Bearer found = bearers.get(place);
        return found.token().isLiveAt(now) ? Optional.of(found.caller()) : Optional.empty();
    }

    /** Where a token stands, or -1; without a branch that depends on a digest. */
    private int placeOf(TokenDigest presented) {
        long[] wanted = new long[TokenDigest.WORDS];
        presented.copyTo(wanted, 0);
        int place = -1;
        for (int i = 0; i < bearers.size(); i++) {
            int at = i * TokenDigest.WORDS;
            long difference = (words[at] ^ wanted[0])
                    | (words[at + 1] ^ wanted[1])
                    | (words[at + 2] ^ wanted[2])
                    | (words[at + 3] ^ wanted[3]);
            int differs = (int) ((difference | -difference) >> (Long.SIZE - 1));
            place = (place & differs) | (i & ~differs);
        }
        return place;
    }
}
