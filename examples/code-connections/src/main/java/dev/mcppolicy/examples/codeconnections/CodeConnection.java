package dev.mcppolicy.examples.codeconnections;

import java.util.LinkedHashMap;
import java.util.Map;

/** A connection to a repository host, waiting for a person to authorize it. */
record CodeConnection(String arn, String name, String providerType, Map<String, Object> tags) {
    static final String STATUS = "PENDING";

    Map<String, Object> described() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("connection_arn", arn);
        members.put("connection_name", name);
        members.put("provider_type", providerType);
        members.put("connection_status", STATUS);
        members.put("tags", tags);
        return members;
    }
}
