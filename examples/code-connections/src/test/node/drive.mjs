// Plays the demo's script with the TypeScript SDK, and prints what the client saw as one line of JSON.
// usage: node drive.mjs http URL | node drive.mjs stdio COMMAND ARGUMENT...
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [kind, target, ...rest] = process.argv.slice(2);
const transport =
    kind === "http"
        ? new StreamableHTTPClientTransport(new URL(target))
        : new StdioClientTransport({ command: target, args: rest, stderr: "inherit" });
const client = new Client({ name: "real-client", version: "1" });
await client.connect(transport);

const seen = { tools: (await client.listTools()).tools.map((tool) => tool.name), calls: [] };
async function call(name, args) {
    const result = await client.callTool({ name, arguments: args });
    const facts = result._meta?.["dev.mcppolicy/denial"];
    seen.calls.push(facts ? `${facts.code} ${facts.rule} ${result.isError}` : `ran ${result.isError ?? false}`);
}
for (let i = 1; i <= 33; i++) {
    await call("CreateCodeConnection", { connection_name: `repository-${i}`, provider_type: "GitHub" });
}
const any = { connection_arn: "arn:aws:codeconnections:us-east-1:123456789012:connection/any" };
await call("ListCodeConnections", {});
await call("GetCodeConnection", any);
await call("DeleteCodeConnection", any);
await client.close();
console.log(JSON.stringify(seen));
