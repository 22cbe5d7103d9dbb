// Asks the servers behind two editors about documents. On the input stands a list of questions, in JSON: the `server` to
// ask, `yaml` or `json`; the `file` that is edited, which need not exist; the path of the `schema` that the settings name
// for it, or null; the `text`, in which ¦ marks the cursor; and `ask`, which is `completion`, `hover` or `diagnostics`.
// Answers the list of what an editor shows: a text for each proposal, for the hover, or for each diagnostic with its line.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
    createMessageConnection,
    StreamMessageReader,
    StreamMessageWriter,
} from "vscode-jsonrpc/node.js";
import { TextDocument } from "vscode-languageserver-textdocument";

const questions = JSON.parse(readFileSync(0, "utf8")).map(({ server, file, schema, text, ask }) => {
    const document = TextDocument.create(pathToFileURL(file).href, server, 1, text.replace("¦", ""));
    const place = document.positionAt(Math.max(text.indexOf("¦"), 0));
    return { server, ask, document, place, schema: schema && pathToFileURL(schema).href };
});

const documentation = ({ documentation }) => documentation?.value ?? documentation ?? "";
const shown = {
    completion: (list) => list.items.map((item) => `${item.label}: ${documentation(item)}`),
    hover: (hover) => (hover ? [[hover.contents].flat().map((part) => part.value ?? part).join("\n")] : []),
    diagnostics: (list) => list.map((found) => `${found.range.start.line + 1}: ${found.message}`),
};

// As Visual Studio Code has it built in.
async function askJson(asked) {
    const { getLanguageService } = createRequire(import.meta.url)("vscode-json-languageservice");
    const service = getLanguageService({
        clientCapabilities: { textDocument: { completion: { completionItem: { documentationFormat: ["markdown"] } } } },
        workspaceContext: { resolveRelativePath: (path, resource) => new URL(path, resource).href },
        schemaRequestService: (uri) => Promise.resolve(readFileSync(fileURLToPath(uri), "utf8")),
    });
    const answers = new Map();
    for (const { document, place, schema, ask } of asked) {
        service.configure({ schemas: schema ? [{ uri: schema, fileMatch: [document.uri] }] : [] });
        const parsed = service.parseJSONDocument(document);
        const answer = {
            completion: () => service.doComplete(document, place, parsed),
            hover: () => service.doHover(document, place, parsed),
            diagnostics: () => service.doValidation(document, parsed),
        };
        answers.set(document.uri, shown[ask](await answer[ask]()));
    }
    return answers;
}

// A process that is spoken to over its standard input and output, as every other editor does.
async function askYaml(asked) {
    const script = fileURLToPath(new URL("node_modules/yaml-language-server/bin/yaml-language-server", import.meta.url));
    const offline = fileURLToPath(new URL("offline.cjs", import.meta.url));
    const program = spawn(process.execPath, ["--require", offline, script, "--stdio"], {
        stdio: ["pipe", "pipe", "inherit"],
    });
    const server = createMessageConnection(
        new StreamMessageReader(program.stdout),
        new StreamMessageWriter(program.stdin),
    );
    const schemas = {};
    for (const { document, schema } of asked.filter(({ schema }) => schema)) {
        (schemas[schema] ??= []).push(document.uri);
    }
    const settings = { yaml: { schemas, schemaStore: { enable: false }, validate: true, hover: true, completion: true } };
    const diagnosed = new Map();
    const waiting = new Map();
    server.onRequest("workspace/configuration", ({ items }) => items.map(({ section }) => settings[section] ?? {}));
    server.onRequest("client/registerCapability", () => null);
    const early = "file:///early.yaml";
    (schemas[asked.find(({ schema }) => schema).schema] ??= []).push(early);
    server.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
        if (uri === early && diagnostics.length === 0) {
            return;
        }
        diagnosed.set(uri, diagnostics);
        waiting.get(uri)?.();
    });
    server.listen();
    await server.sendRequest("initialize", {
        processId: process.pid,
        rootUri: null,
        capabilities: {
            workspace: { configuration: true },
            textDocument: { completion: { completionItem: { documentationFormat: ["markdown"] } } },
        },
    });
    server.sendNotification("initialized", {});
    server.sendNotification("workspace/didChangeConfiguration", { settings });
    // The server takes the settings when it likes: it has them once it finds this mistake.
    const ready = new Promise((told) => waiting.set(early, told));
    server.sendNotification("textDocument/didOpen", {
        textDocument: { uri: early, languageId: "yaml", version: 1, text: "no_such_key: 1\n" },
    });
    await ready;
    const answers = new Map();
    for (const { document, place, ask } of asked) {
        const { uri, languageId, version } = document;
        const known = new Promise((told) => waiting.set(uri, told));
        server.sendNotification("textDocument/didOpen", {
            textDocument: { uri, languageId, version, text: document.getText() },
        });
        if (ask === "diagnostics") {
            await known;
            answers.set(uri, shown.diagnostics(diagnosed.get(uri)));
        } else {
            const at = { textDocument: { uri }, position: place };
            answers.set(uri, shown[ask](await server.sendRequest(`textDocument/${ask}`, at)));
        }
    }
    await server.sendRequest("shutdown");
    server.sendNotification("exit");
    return answers;
}

const answers = new Map([
    ...(await askYaml(questions.filter(({ server }) => server === "yaml"))),
    ...(await askJson(questions.filter(({ server }) => server === "json"))),
]);
process.stdout.write(JSON.stringify(questions.map(({ document }) => answers.get(document.uri))));
