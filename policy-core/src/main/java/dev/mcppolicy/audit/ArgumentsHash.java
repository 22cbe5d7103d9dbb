package dev.mcppolicy.audit;

import dev.mcppolicy.json.internal.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The hash of a call's canonical arguments, by a key if there is one. */
final class ArgumentsHash {
    private static final String HMAC = "HmacSHA256";

    private final @Nullable SecretKeySpec key;
    private final Set<String> redacted;

    ArgumentsHash(byte @Nullable [] key, Set<String> redacted) {
        this.key = key == null ? null : new SecretKeySpec(key, HMAC);
        this.redacted = Set.copyOf(redacted);
    }

    /** What the hash is called in a line. */
    String name() {
        return key == null ? "arguments_sha256" : "arguments_hmac_sha256";
    }

    String of(Map<String, @Nullable Object> arguments) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(arguments);
        shown.replaceAll((name, value) -> redacted.contains(name) ? AuditLine.REDACTED : value);
        if (key == null) {
            return CanonicalJson.sha256(shown);
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal(CanonicalJson.write(shown).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
