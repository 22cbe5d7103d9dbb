package dev.mcppolicy.cli.command;

import dev.mcppolicy.cli.output.CountedNoun;
import dev.mcppolicy.cli.output.JsonLayout;
import dev.mcppolicy.format.grants.IssuedToken;
import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.text.VisibleText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How answers on grants are written. No digest is shown in full, and a token only when it was just made. */
enum GrantFormat {
    /** For people. */
    TEXT {
        @Override
        String write(GrantTable table, Instant now) {
            StringBuilder text = new StringBuilder();
            for (Grant grant : table.grants()) {
                text.append(VisibleText.of(grant.name()));
                if (grant.principal() != null) {
                    text.append(" for ").append(VisibleText.of(grant.principal()));
                }
                text.append(": ")
                        .append(CountedNoun.of(live(grant, now), "live token"))
                        .append('\n');
                grant.tokens()
                        .forEach(token ->
                                text.append("  ").append(line(token, now)).append('\n'));
            }
            return text.toString();
        }

        @Override
        String write(String grant, IssuedToken token) {
            return token.text() + "\n";
        }

        @Override
        String writeRevoked(String grant, int revoked, int left) {
            return VisibleText.of(grant) + ": " + CountedNoun.of(revoked, "token") + " revoked, " + left + " left\n";
        }
    },
    /** For programs. */
    JSON {
        @Override
        String write(GrantTable table, Instant now) {
            return JsonLayout.indented(Map.of(
                            "grants",
                            table.grants().stream()
                                    .map(grant -> members(grant, now))
                                    .toList()))
                    + "\n";
        }

        @Override
        String write(String grant, IssuedToken token) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("grant", grant);
            members.put("token", token.text());
            members.putAll(members(token.kept()));
            return JsonLayout.indented(members) + "\n";
        }

        @Override
        String writeRevoked(String grant, int revoked, int left) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("grant", grant);
            members.put("revoked", revoked);
            members.put("left", left);
            return JsonLayout.indented(members) + "\n";
        }
    };

    /** All grants. */
    abstract String write(GrantTable table, Instant now);

    /** A token that was just made. */
    abstract String write(String grant, IssuedToken token);

    /** How many tokens were taken from a grant, and how many it has left. */
    abstract String writeRevoked(String grant, int revoked, int left);

    private static long live(Grant grant, Instant now) {
        return grant.tokens().stream().filter(token -> token.isLiveAt(now)).count();
    }

    private static String line(GrantToken token, Instant now) {
        String made = token.created() == null ? "" : "  made " + token.created();
        String end = token.expires() == null
                ? "  stands until it is revoked"
                : (token.isLiveAt(now) ? "  expires " : "  expired ") + token.expires();
        return token.digest().id() + made + end;
    }

    private static Map<String, Object> members(Grant grant, Instant now) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("grant", grant.name());
        if (grant.principal() != null) {
            members.put("principal", grant.principal());
        }
        if (!grant.attributes().isEmpty()) {
            members.put("attributes", new TreeMap<>(grant.attributes()));
        }
        members.put("live", live(grant, now));
        members.put("tokens", grant.tokens().stream().map(GrantFormat::members).toList());
        return members;
    }

    private static Map<String, Object> members(GrantToken token) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", token.digest().id());
        if (token.created() != null) {
            members.put("created", token.created().toString());
        }
        if (token.expires() != null) {
            members.put("expires", token.expires().toString());
        }
        return members;
    }
}
