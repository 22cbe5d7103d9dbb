package dev.mcppolicy.catalog;

import dev.mcppolicy.format.ToolsReader;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One listing of a server's tools: the greeting that its version of the protocol has, and all pages. For one thread. */
final class ToolListing {
    private static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    /** The first version in which a client does not introduce itself, but says with each request who it is. */
    static final String WITHOUT_GREETING = "2026-07-28";

    private static final long METHOD_NOT_FOUND = -32601;
    /** What servers without a greeting answer one with: no such method, a header that does not fit, another version. */
    private static final Set<Long> KNOWS_NO_GREETING = Set.of(METHOD_NOT_FOUND, -32020L, -32022L);

    private static final int MOST_PAGES = 1_000;
    private static final int LONGEST_SHOWN = 80;
    private static final String META = "io.modelcontextprotocol/";
    private static final Map<String, ?> CLIENT = Map.of("name", "mcp-policy", "version", clientVersion());

    private final ServerChannel channel;
    private final RpcSession session;
    /** What each request has beside what it asks. */
    private Map<String, ?> common = Map.of();

    private @Nullable String instructions;
    private boolean offersTools;

    ToolListing(ServerChannel channel) {
        this.channel = channel;
        this.session = new RpcSession(channel);
    }

    private static String clientVersion() {
        String version = ToolListing.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }

    ServerTools tools() {
        greet();
        List<ToolDefinition> tools = allPages();
        if (session.takeToolsChanged()) {
            tools = allPages();
            if (session.takeToolsChanged()) {
                throw new ListingFailure("the definitions changed while they were listed, and once more meanwhile");
            }
        }
        return new ServerTools(tools, instructions);
    }

    private void greet() {
        Map<String, @Nullable Object> result;
        try {
            result = session.ask(
                    "initialize",
                    Map.of("protocolVersion", VERSIONS.get(0), "capabilities", Map.of(), "clientInfo", CLIENT));
        } catch (ErrorAnswer e) {
            if (!KNOWS_NO_GREETING.contains(e.code())) {
                throw e;
            }
            discover(e);
            return;
        }
        if (!(result.get("protocolVersion") instanceof String version) || !VERSIONS.contains(version)) {
            throw otherVersion(result.get("protocolVersion"));
        }
        take(result);
        channel.speak(version);
        session.tell("notifications/initialized");
    }

    private void discover(ErrorAnswer refused) {
        channel.speak(WITHOUT_GREETING);
        common = Map.of(
                "_meta",
                Map.of(
                        META + "protocolVersion", WITHOUT_GREETING,
                        META + "clientInfo", CLIENT,
                        META + "clientCapabilities", Map.of()));
        Map<String, @Nullable Object> result;
        try {
            result = session.ask("server/discover", common);
        } catch (ErrorAnswer e) {
            refused.addSuppressed(e);
            throw refused;
        }
        if (!(result.get("supportedVersions") instanceof List<?> versions) || !versions.contains(WITHOUT_GREETING)) {
            throw otherVersion(result.get("supportedVersions"));
        }
        take(result);
    }

    private static ListingFailure otherVersion(@Nullable Object version) {
        return new ListingFailure("the server speaks version `" + VisibleText.of(String.valueOf(version), LONGEST_SHOWN)
                + "` of the protocol, which is none of " + WITHOUT_GREETING + ", " + String.join(", ", VERSIONS));
    }

    private void take(Map<String, @Nullable Object> greeting) {
        instructions = greeting.get("instructions") instanceof String text ? text : null;
        offersTools =
                greeting.get("capabilities") instanceof Map<?, ?> capabilities && capabilities.containsKey("tools");
    }

    private List<ToolDefinition> allPages() {
        List<ToolDefinition> tools = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        String cursor = null;
        for (int page = 1; page <= MOST_PAGES; page++) {
            Map<String, @Nullable Object> result = page(cursor);
            addTools(tools, result.get("tools"), page);
            Object next = result.get("nextCursor");
            if (next == null) {
                return tools;
            }
            if (!(next instanceof String text)) {
                throw new ListingFailure("the cursor after page " + page + " is no text");
            }
            if (!cursors.add(text)) {
                throw new ListingFailure(
                        "the server gave the cursor after page " + page + " before, so its pages have no end");
            }
            cursor = text;
        }
        throw new ListingFailure("the server lists its tools on more than " + MOST_PAGES + " pages");
    }

    private Map<String, @Nullable Object> page(@Nullable String cursor) {
        Map<String, Object> params = new LinkedHashMap<>(common);
        if (cursor != null) {
            params.put("cursor", cursor);
        }
        try {
            return session.ask("tools/list", params);
        } catch (ErrorAnswer e) {
            if (e.code() == METHOD_NOT_FOUND && !offersTools && cursor == null) {
                return Map.of("tools", List.of());
            }
            throw e;
        }
    }

    private static void addTools(List<ToolDefinition> tools, @Nullable Object listed, int page) {
        if (!(listed instanceof List<?> list)) {
            throw new ListingFailure("page " + page + " has no list of tools");
        }
        if (tools.size() + list.size() > ToolsReader.MOST_TOOLS) {
            throw new ListingFailure("the server lists more than " + ToolsReader.MOST_TOOLS + " tools");
        }
        int number = 1;
        for (Object each : list) {
            tools.add(definition(each, "tool " + number++ + " of page " + page));
        }
    }

    private static ToolDefinition definition(@Nullable Object sent, String what) {
        if (!(sent instanceof Map<?, ?> members)) {
            throw new ListingFailure(what + " is no object");
        }
        try {
            return ToolDefinition.of(RpcMessage.members(members), ToolsReader.DEFINITION_LIMITS);
        } catch (IllegalArgumentException e) {
            throw new ListingFailure(what + " is no definition of one: " + e.getMessage(), e);
        }
    }
}
