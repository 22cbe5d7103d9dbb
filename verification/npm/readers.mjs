// Says how Node's readers of URLs, paths and mail addresses take the texts that stand on its input, one JSON string a
// line, each after `url`, `path` or `mail` and a space. Answers one line of JSON for each: what each reader found, in a
// list; a reader that refuses the text finds nothing.
import { posix } from "node:path";
import { createInterface } from "node:readline";
import legacy from "node:url";
import addressParser from "nodemailer/lib/addressparser/index.js";

process.noDeprecation = true;

const attempt = (read) => {
    try {
        return read();
    } catch {
        return [];
    }
};

const place = ({ protocol, hostname, port }) => [protocol ?? "", hostname ?? "", port ?? ""].join(" ");

const addresses = (entries) =>
    entries.flatMap((entry) => (entry.group ? addresses(entry.group) : [entry.address ?? ""]));

const readers = {
    url: (text) => [...attempt(() => [place(new URL(text))]), ...attempt(() => [place(legacy.parse(text))])],
    path: (text) => [
        posix.normalize(text),
        posix.resolve("/somewhere", text),
        ...attempt(() => [posix.normalize(decodeURIComponent(text))]),
        ...attempt(() => [decodeURIComponent(new URL("file://" + text).pathname)]),
    ],
    mail: (text) => [addresses(addressParser(text)).join(" ")],
};

const out = [];
for await (const line of createInterface({ input: process.stdin })) {
    const space = line.indexOf(" ");
    out.push(JSON.stringify(readers[line.slice(0, space)](JSON.parse(line.slice(space + 1)))));
}
process.stdout.write(out.join("\n") + "\n");
