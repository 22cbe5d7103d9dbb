package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bearer tokens and the grants they stand for. Keeps digests, never a token. */
final class BearerGrants implements CallerResolver {
    private static final String SCHEME = "Bearer ";

    private final List<Map.Entry<byte[], Caller>> callerByDigest;

    BearerGrants(Map<String, String> grantByToken) {
        if (grantByToken.isEmpty()) {
            throw new IllegalArgumentException("at least one token is needed");
        }
        if (grantByToken.containsKey("")) {
            throw new IllegalArgumentException("a token must not be empty");
        }
        this.callerByDigest = grantByToken.entrySet().stream()
                .map(entry -> Map.entry(digest(entry.getKey()), Caller.ofGrant(entry.getValue())))
                .toList();
    }

    @Override
    public Optional<Caller> resolve(CallOrigin origin) {
        return RequestContext.authorization(origin.context())
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .flatMap(this::callerOf);
    }

    /** Compares with every digest, so that the time taken says nothing about which one matched. */
    private Optional<Caller> callerOf(String token) {
        byte[] digest = digest(token);
        @Nullable Caller found = null;
        for (Map.Entry<byte[], Caller> entry : callerByDigest) {
            if (MessageDigest.isEqual(entry.getKey(), digest)) {
                found = entry.getValue();
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
