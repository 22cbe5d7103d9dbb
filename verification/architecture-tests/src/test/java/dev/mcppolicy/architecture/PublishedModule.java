package dev.mcppolicy.architecture;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A module that users get, and the modules it may know. */
record PublishedModule(String artifactId, String moduleName, List<PublishedModule> mayKnow) {

    static final PublishedModule CORE = of("policy-core", "dev.mcppolicy.core");
    static final PublishedModule DSL = of("policy-dsl", "dev.mcppolicy.dsl", CORE);
    static final PublishedModule MCP_ADAPTER = of("policy-mcp-adapter", "dev.mcppolicy.mcp", CORE);
    static final PublishedModule TESTKIT = of("policy-testkit", "dev.mcppolicy.testkit", CORE, DSL, MCP_ADAPTER);
    static final PublishedModule CATALOG = of("policy-catalog", "dev.mcppolicy.catalog", CORE, DSL, TESTKIT);
    static final PublishedModule STORE_REDIS = of("policy-store-redis", "dev.mcppolicy.store.redis", CORE);
    static final PublishedModule STORE_SQLITE = of("policy-store-sqlite", "dev.mcppolicy.store.sqlite", CORE);
    static final PublishedModule STORE_POSTGRES = of("policy-store-postgres", "dev.mcppolicy.store.postgres", CORE);
    static final PublishedModule CLI = of(
            "policy-cli", "dev.mcppolicy.cli", CORE, DSL, TESTKIT, CATALOG, STORE_SQLITE, STORE_POSTGRES, STORE_REDIS);

    static final List<PublishedModule> ALL =
            List.of(CORE, DSL, MCP_ADAPTER, TESTKIT, CATALOG, STORE_REDIS, STORE_SQLITE, STORE_POSTGRES, CLI);

    private static PublishedModule of(String artifactId, String moduleName, PublishedModule... mayKnow) {
        return new PublishedModule(artifactId, moduleName, List.of(mayKnow));
    }

    Set<String> artifactIdsItMayKnow() {
        return mayKnow.stream().map(PublishedModule::artifactId).collect(Collectors.toSet());
    }

    Set<String> moduleNamesItMayKnow() {
        return mayKnow.stream().map(PublishedModule::moduleName).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return artifactId;
    }
}
