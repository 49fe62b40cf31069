// graphql-ws and graphql-yoga over our own schema, each as its documentation shows it. One process serves both.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createControl } from "node:net";
import { createSchema, createYoga } from "graphql-yoga";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";

const [sdl, first, next] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const event = { inbox: JSON.parse(next) };
const queues = new Set();

/** One subscriber's events: a queue that is awaited, as a pub/sub library has it. */
async function* events() {
  const waiting = [];
  let wake = () => {};
  const queue = { put: (value) => (waiting.push(value), wake()) };
  queues.add(queue);
  try {
    yield event;
    for (;;) {
      while (waiting.length) yield waiting.shift();
      await new Promise((resolve) => (wake = resolve));
    }
  } finally {
    queues.delete(queue);
  }
}

const inbox = JSON.parse(first);
const schema = createSchema({
  typeDefs: sdl,
  resolvers: { Query: { inbox: () => inbox }, Subscription: { inbox: { subscribe: () => events() } } },
  resolverValidationOptions: { requireResolversForResolveType: "ignore" },
});
const yoga = createYoga({ schema, logging: false, graphiql: false });
const server = createServer(yoga);
useServer({ schema }, new WebSocketServer({ server, path: "/graphql", perMessageDeflate: false }));

const control = createControl((socket) => {
  socket.on("data", (data) => {
    for (const line of data.toString().trim().split("\n")) {
      for (let number = 0; number < Number(line); number++) for (const queue of queues) queue.put(event);
      socket.write("told\n");
    }
  });
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 8192 }, () =>
  control.listen(0, "127.0.0.1", () =>
    console.log(JSON.stringify({ port: server.address().port, control: control.address().port })),
  ),
);
