package dev.mcppolicy.mcp;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;

/** Policies of the tests, each in a line or two. */
final class Policies {
    static final String CREATE = "CreateCodeConnection";
    static final String LIST = "ListCodeConnections";
    static final String DELETE = "DeleteCodeConnection";
    static final String GET = "GetCodeConnection";

    private Policies() {}

    static Policy of(String json) {
        return PolicyReader.parse(json.replace('\'', '"'));
    }

    /** Creates at a pace, lists at will, hides deletion, and does not know the getter. */
    static Policy connections(int createsPerMinute) {
        return of("{'version':'1','default':'deny','hide':['DeleteCodeConnection'],'tools':{"
                + "'CreateCodeConnection':{'limits':[{'counter':'creations','window':'minute','max':" + createsPerMinute
                + ",'on_deny':'Slow down.'}]},'ListCodeConnections':{}}}");
    }

    static Policy allowAll() {
        return of("{'version':'1','default':'allow'}");
    }

    static Policy requiring(String condition) {
        return of("{'version':'1','default':'allow','tools':{'CreateCodeConnection':{'require':[{'conditions':["
                + condition + "],'on_deny':'Not that.'}]}}}");
    }
}
