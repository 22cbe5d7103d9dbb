package dev.mcppolicy.examples.codeconnections;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections in memory, in the place of a cloud account. Threadsafe. */
final class CodeConnections {
    private static final String DEFAULT_REGION = "us-east-1";

    private final AtomicInteger made = new AtomicInteger();
    private final Map<String, CodeConnection> connections = new ConcurrentSkipListMap<>();

    CodeConnection create(String name, String providerType, String region, Map<String, Object> tags) {
        String arn = "arn:aws:codeconnections:" + (region.isEmpty() ? DEFAULT_REGION : region)
                + ":123456789012:connection/" + made.incrementAndGet();
        CodeConnection created = new CodeConnection(arn, name, providerType, tags);
        connections.put(arn, created);
        return created;
    }

    /** All connections, or those to one provider; an empty text stands for all. */
    List<CodeConnection> list(String providerType) {
        return connections.values().stream()
                .filter(connection ->
                        providerType.isEmpty() || connection.providerType().equals(providerType))
                .toList();
    }

    Optional<CodeConnection> get(String arn) {
        return Optional.ofNullable(connections.get(arn));
    }

    /** Deletes all, and says how many they were. */
    int purge() {
        return (int)
                List.copyOf(connections.keySet()).stream().filter(this::delete).count();
    }

    boolean delete(String arn) {
        return connections.remove(arn) != null;
    }
}
