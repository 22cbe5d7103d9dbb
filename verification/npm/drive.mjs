// Plays the demo's script with the TypeScript SDK, and prints what the client saw as one line of JSON.
// usage: node drive.mjs http URL | node drive.mjs stdio COMMAND ARGUMENT...
import { connect, outcome } from "./connect.mjs";

const client = await connect({});
const seen = { tools: (await client.listTools()).tools.map((tool) => tool.name), calls: [] };
async function call(name, args) {
    seen.calls.push(outcome(await client.callTool({ name, arguments: args })));
}
for (let i = 1; i <= 33; i++) {
    await call("CreateCodeConnection", { connection_name: `repository-${i}`, provider_type: "GitHub" });
}
const any = { connection_arn: "arn:aws:codeconnections:us-east-1:123456789012:connection/any" };
await call("ListCodeConnections", {});
await call("GetCodeConnection", any);
await call("PurgeCodeConnections", {});
await call("DeleteCodeConnection", any);
await client.close();
console.log(JSON.stringify(seen));
