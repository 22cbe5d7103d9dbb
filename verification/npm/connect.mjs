// Connects a client of the TypeScript SDK to a server.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

// The server is named by the command line: http URL | stdio COMMAND ARGUMENT...
export async function connect(capabilities, prepare = () => {}) {
    const [kind, target, ...rest] = process.argv.slice(2);
    const transport =
        kind === "http"
            ? new StreamableHTTPClientTransport(new URL(target))
            : new StdioClientTransport({ command: target, args: rest, stderr: "inherit" });
    const client = new Client({ name: "real-client", version: "1" }, { capabilities });
    prepare(client);
    await client.connect(transport);
    return client;
}

// What became of a call: "ran", or the denial's code and rule; then whether the result is an error.
export function outcome(result) {
    const facts = result._meta?.["dev.mcppolicy/denial"];
    return facts ? `${facts.code} ${facts.rule} ${result.isError}` : `ran ${result.isError ?? false}`;
}
