// Loaded before a program: whatever it asks of the network fails, and is told by a line on standard error.
const dns = require("node:dns");
const net = require("node:net");

net.Socket.prototype.connect = () => refuse("a connection");
dns.lookup = (name) => refuse(name);

function refuse(what) {
    process.stderr.write(`asked the network for ${what}\n`);
    throw new Error("there is no network here");
}
