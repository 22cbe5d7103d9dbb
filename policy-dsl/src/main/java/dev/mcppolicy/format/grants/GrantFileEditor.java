package dev.mcppolicy.format.grants;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes the grants in a file. Each change reads the file, writes it anew and puts it in the place of the old one in one
 * step, while every other change of the file waits, also those of other processes: none is lost, and no reader sees half.
 *
 * <p>This class is threadsafe.
 */
public final class GrantFileEditor {
    private final GrantFileLock file;
    private final InstantSource clock;
    private final Consumer<? super GrantDocument> read;
    private final SecureRandom random = new SecureRandom();

    /**
     * An editor of a file, which need not be there yet.
     *
     * @param file the file itself, no symbolic link
     * @param clock says when tokens are made and end
     * @param read is shown what was read before it is changed; what it throws ends the change
     */
    public GrantFileEditor(Path file, InstantSource clock, Consumer<? super GrantDocument> read) {
        this.file = new GrantFileLock(file);
        this.clock = clock;
        this.read = read;
    }

    /**
     * Adds a grant with a new token.
     *
     * @param name the name that no grant has yet
     * @param principal whom it is given to, or null
     * @param attributes what else is known of the caller: JSON values by name
     * @param lifetime how long the token stands, or null for one that stands until it is revoked
     * @return the token
     * @throws GrantEditException if the name is none or that of a grant, or the file is no file of grants
     */
    @CheckReturnValue
    public IssuedToken add(
            String name,
            @Nullable String principal,
            Map<String, ? extends @Nullable Object> attributes,
            @Nullable Duration lifetime)
            throws IOException {
        String problem = Grant.problemOf(name);
        if (problem != null) {
            throw new GrantEditException(problem);
        }
        IssuedToken token = issue(lifetime);
        change(grants -> {
            if (grants.stream().anyMatch(grant -> grant.name().equals(name))) {
                throw new GrantEditException(
                        "there is a grant `" + VisibleText.of(name) + "` already; `rotate` makes it a new token");
            }
            grants.add(new Grant(name, principal, Collections.unmodifiableMap(attributes), List.of(token.kept())));
        });
        return token;
    }

    /**
     * Makes a new token for a grant. Its other tokens end after the overlap, or earlier where they do so by themselves;
     * those that have ended are forgotten.
     *
     * @param name the grant
     * @param overlap how long the other tokens stand on; zero for no longer
     * @param lifetime how long the new token stands, or null for one that stands until it is revoked
     * @return the token
     * @throws GrantEditException if there is no such grant, or the file is no file of grants
     */
    @CheckReturnValue
    public IssuedToken rotate(String name, Duration overlap, @Nullable Duration lifetime) throws IOException {
        IssuedToken token = issue(lifetime);
        Instant now = clock.instant();
        Instant end = now.plus(overlap).truncatedTo(ChronoUnit.SECONDS);
        change(grants -> {
            int place = placeOf(name, grants);
            List<GrantToken> tokens = new ArrayList<>();
            for (GrantToken old : grants.get(place).tokens()) {
                GrantToken ending = old.isLiveAt(end) ? old.withExpiry(end) : old;
                if (ending.isLiveAt(now)) {
                    tokens.add(ending);
                }
            }
            tokens.add(token.kept());
            grants.set(place, grants.get(place).withTokens(tokens));
        });
        return token;
    }

    /**
     * Takes a grant away, with all its tokens.
     *
     * @param name the grant
     * @return how many tokens it had
     * @throws GrantEditException if there is no such grant, or the file is no file of grants
     */
    public int revoke(String name) throws IOException {
        int[] count = new int[1];
        change(grants ->
                count[0] = grants.remove(placeOf(name, grants)).tokens().size());
        return count[0];
    }

    /**
     * Takes one token of a grant away, and the grant with its last one.
     *
     * @param name the grant
     * @param id the id of the token
     * @return how many tokens the grant has left
     * @throws GrantEditException if there is no such grant or token, or the file is no file of grants
     */
    public int revoke(String name, String id) throws IOException {
        int[] count = new int[1];
        change(grants -> {
            int place = placeOf(name, grants);
            List<GrantToken> left = grants.get(place).tokens().stream()
                    .filter(token -> !token.digest().id().equals(id))
                    .toList();
            count[0] = left.size();
            if (left.size() == grants.get(place).tokens().size()) {
                throw new GrantEditException(
                        "the grant `" + VisibleText.of(name) + "` has no token `" + VisibleText.of(id) + "`");
            }
            if (left.isEmpty()) {
                grants.remove(place);
            } else {
                grants.set(place, grants.get(place).withTokens(left));
            }
        });
        return count[0];
    }

    private IssuedToken issue(@Nullable Duration lifetime) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return IssuedToken.make(random, now, lifetime == null ? null : now.plus(lifetime));
    }

    private static int placeOf(String name, List<Grant> grants) {
        for (int i = 0; i < grants.size(); i++) {
            if (grants.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new GrantEditException("there is no grant `" + VisibleText.of(name) + "`");
    }

    private void change(Consumer<List<Grant>> change) throws IOException {
        file.replace(found -> {
            GrantTable table = GrantTable.empty();
            if (found != null) {
                read.accept(found);
                table = found.table();
                if (table == null) {
                    throw new GrantEditException(found.problems().get(0).toString());
                }
            }
            List<Grant> grants = new ArrayList<>(table.grants());
            change.accept(grants);
            return GrantLayout.write(GrantTable.of(grants));
        });
    }
}
