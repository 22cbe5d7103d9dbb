package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a server says of itself, as far as counters depend on it. */
final class ServerState {
    private static final int LEAST_MAJOR = 6;
    private static final int LEAST_MINOR = 2;

    private final Map<String, String> fields = new HashMap<>();

    /** Reads what {@code INFO} has answered. */
    ServerState(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    private String field(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new StoreException("the server does not say its `" + name
                    + "`, so that it is not known whether it keeps counters: the user needs `+info`");
        }
        return value;
    }

    /** Throws where the server may forget a counter that runs, or cannot count. */
    void requireKeeping() {
        if (isOld(field("redis_version"))) {
            throw new StoreException(
                    "the server is Redis " + field("redis_version") + ", and 6.2 is the oldest that counts");
        }
        if (!field("role").equals("master")) {
            throw new StoreException("the server is a replica, which takes no writes: connect to its master");
        }
        if (!field("maxmemory").equals("0") && !field("maxmemory_policy").equals("noeviction")) {
            throw new StoreException("the server drops keys when its memory is full (`maxmemory-policy "
                    + field("maxmemory_policy") + "`), and with them counters: set it to `noeviction`");
        }
    }

    private static boolean isOld(String version) {
        int dot = version.indexOf('.');
        try {
            int major = Integer.parseInt(version, 0, dot < 0 ? version.length() : dot, 10);
            if (major != LEAST_MAJOR || dot < 0) {
                return major < LEAST_MAJOR;
            }
            int second = version.indexOf('.', dot + 1);
            return Integer.parseInt(version, dot + 1, second < 0 ? version.length() : second, 10) < LEAST_MINOR;
        } catch (NumberFormatException e) {
            throw new StoreException("the server's version cannot be told", e);
        }
    }

    boolean isAppending() {
        return "1".equals(fields.get("aof_enabled"));
    }

    /** What may be lost though it was answered; {@code appendfsync} is what the server says of it, or empty. */
    List<String> risks(String appendfsync) {
        List<String> risks = new ArrayList<>();
        if (!isAppending()) {
            risks.add(
                    "the server keeps no append-only file (`appendonly no`): when it ends, what was counted since its last"
                            + " snapshot is forgotten");
        } else if (appendfsync.isEmpty()) {
            risks.add(
                    "the server does not say its `appendfsync`: unless it is `always`, a power cut may forget what was"
                            + " counted last");
        } else if (!appendfsync.equals("always")) {
            risks.add("the server has `appendfsync " + appendfsync + "`: a power cut may forget what was counted last");
        }
        if (!"0".equals(fields.getOrDefault("connected_slaves", "0"))) {
            risks.add("the server has replicas, which follow it a moment later: a failover may forget what was counted"
                    + " last");
        }
        return risks;
    }
}
