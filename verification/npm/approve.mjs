// Has calls approved, or not, at a client of the TypeScript SDK, and prints what became of them as one line of JSON.
// The policy file is named by POLICY; what it is replaced with while a call waits, by NEXT_POLICY.
// usage: node approve.mjs http URL | node approve.mjs stdio COMMAND ARGUMENT...
import { rename } from "node:fs/promises";
import { ElicitRequestSchema, ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { connect, outcome } from "./connect.mjs";

const accept = { action: "accept", content: { approve: true } };
let person;
let toolsChanged;
const client = await connect({ elicitation: {} }, (it) => {
    it.setRequestHandler(ElicitRequestSchema, (request) => person(request.params.message));
    it.setNotificationHandler(ToolListChangedNotificationSchema, () => toolsChanged());
});

async function call(name, number, who = client) {
    const args = name === "DeleteCodeConnection" ? { connection_arn: `connection/${number}` } : {};
    return outcome(await who.callTool({ name, arguments: args }));
}

// A no stands for the same call, so each has a connection of its own.
const seen = {};
let connection = 10;
for (const [name, answer] of Object.entries({
    accepted: accept,
    "not ticked": { action: "accept", content: { approve: false } },
    declined: { action: "decline" },
    cancelled: { action: "cancel" },
})) {
    person = async () => answer;
    seen[name] = await call("DeleteCodeConnection", connection++);
}

let answerLate;
person = () => new Promise((answer) => (answerLate = answer));
seen["timed out"] = await call("PurgeCodeConnections");
answerLate(accept);

const waiting = new Map();
const both = new Promise((resolve) => {
    person = (message) =>
        new Promise((answer) => {
            waiting.set(message.includes('"connection/1"') ? 1 : 2, answer);
            if (waiting.size === 2) resolve();
        });
});
const first = call("DeleteCodeConnection", 1);
const second = call("DeleteCodeConnection", 2);
await both;
waiting.get(2)(accept);
seen["second of two accepted"] = await second;
waiting.get(1)({ action: "decline" });
seen["first of two declined"] = await first;

const silent = await connect({});
seen["cannot be asked"] = await call("DeleteCodeConnection", 3, silent);
await silent.close();

person = async () => {
    const changed = new Promise((resolve) => (toolsChanged = resolve));
    await rename(process.env.NEXT_POLICY, process.env.POLICY);
    await changed;
    return accept;
};
seen["policy replaced"] = await call("DeleteCodeConnection", 4);
await client.close();
console.log(JSON.stringify(seen, null, 1));
