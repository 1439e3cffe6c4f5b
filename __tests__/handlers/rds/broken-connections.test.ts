import { createServer, type Server, type ServerResponse } from "node:http";
import { types } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { rdsClients } from "../../../handlers/rds/clients";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { instances } from "../../../handlers/rds/instances";
import { answer, FakeRds } from "./fake-rds";
import { HOME, NO_DEADLINE } from "./kinds";
import { listening } from "./listening";
import { dbInstance } from "./payloads";

// The clients as Lambda has them, with their own HTTP handler, and a server that breaks real connections.

// Jest gives each test file an `Error` of its own, of which Node's errors are no instances, as they are in Lambda: the SDK goes by that.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown) {
    return this === Error ? types.isNativeError(value) : Function.prototype[Symbol.hasInstance].call(this, value);
  },
});

const LIST = answer("DescribeDBInstances", { DBInstances: [dbInstance({ DBInstanceIdentifier: "orders" })] });
const PART = LIST.slice(0, 100);
const ATTEMPTS = 5;

type Reply = (response: ServerResponse) => void;

/** Announces the whole answer, and sends a part of it. */
const begin = (response: ServerResponse, sent: () => void = () => undefined): void => {
  response.writeHead(200, { "content-type": "text/xml", "content-length": LIST.length });
  response.write(PART, sent);
};

let server: Server;
let requests: number;
/** The answer to the first request, to the second …; the last one to all further. */
let replies: Reply[];

beforeEach(async () => {
  requests = 0;
  server = createServer((_request, response) => {
    const reply = replies[Math.min(requests++, replies.length - 1)];
    reply?.(response);
  });
  new FakeRds(() => ""); // sets credentials
  process.env.AWS_ENDPOINT_URL = await listening(server);
});

afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL;
  server.closeAllConnections();
  server.close();
});

const list = (deadline = NO_DEADLINE) => instances(rdsClients(), HOME, deadline).listDatabases();

describe.each<[string, Reply]>([
  ["is reset before the answer", ({ req }) => req.socket.resetAndDestroy()],
  ["is closed before the answer", ({ req }) => req.socket.end()],
  ["is reset within the answer", (response) => begin(response, () => response.req.socket.resetAndDestroy())],
  ["is closed within the answer", (response) => begin(response, () => response.req.socket.end())],
  ["brings a gateway's page", (response) => response.writeHead(502).end("<html><hr><center>gateway</center>")],
])("a call whose connection %s", (_title, breakOff) => {
  test("is made again", async () => {
    replies = [breakOff, (response) => response.end(LIST)];
    expect((await list()).items.map(({ id }) => id)).toEqual(["orders"]);
    expect(requests).toBe(2);
  });

  test("has failed in passing where every attempt ends so", async () => {
    replies = [breakOff];
    await expect(list()).rejects.toMatchObject({ name: "RdsError", code: "transient" });
    expect(requests).toBe(ATTEMPTS);
  });
});

test("an answer cut short, with nothing on the wire that says so, has failed in passing", async () => {
  replies = [(response) => response.end(PART)];
  await expect(list()).rejects.toMatchObject({ code: "transient", awsCode: "UnreadableAnswer" });
});

test.each<[string, Reply]>([
  ["never begins", () => undefined],
  ["stalls half way", (response) => begin(response)],
])("an answer that %s is given up at the deadline, and its connection closed", async (_title, hang) => {
  const closed = new Promise<void>((resolve) => {
    replies = [
      (response) => {
        response.req.socket.once("close", resolve);
        hang(response);
      },
    ];
  });
  await expect(list(deadlineIn(300))).rejects.toMatchObject({ code: "transient", awsCode: "OutOfTime" });
  await closed;
  expect(requests).toBe(1);
});
