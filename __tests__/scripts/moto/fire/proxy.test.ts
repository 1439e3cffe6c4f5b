import { createServer, request, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { FAULTS, type Fault } from "../../../../scripts/moto/fire/faults";
import { FireProxy } from "../../../../scripts/moto/fire/proxy";
import { listening } from "../../../handlers/rds/listening";

const ANSWER = `<CopyDBSnapshotResponse>${"<A>b</A>".repeat(100)}</CopyDBSnapshotResponse>`;
const copyTo = (id: string) =>
  `Action=CopyDBSnapshot&SourceDBSnapshotIdentifier=arn&TargetDBSnapshotIdentifier=${id}&Tags.Tag.1.Key=a&Tags.Tag.1.Value=b`;
const COPY = copyTo("a-copy");
const LIST = "Action=DescribeDBSnapshots&SnapshotType=manual";

/** Bodies of the requests that reached RDS. */
let reached: string[];
let rds: Server;
let rdsStatus: number;
let proxy: FireProxy;

beforeEach(async () => {
  reached = [];
  rdsStatus = 200;
  rds = createServer(async (incoming, response) => {
    reached.push(await text(incoming));
    response.writeHead(rdsStatus, { "content-type": "text/xml" }).end(ANSWER);
  });
  proxy = await FireProxy.start(await listening(rds), "a seed");
});
afterEach(() => {
  proxy.stop();
  rds.closeAllConnections();
  rds.close();
});

interface Seen {
  status?: number;
  /** As the header announces it. */
  length?: number;
  body: string;
  parts: number;
  /** Node's code of the error that ended it. */
  error?: string;
  done: boolean;
}

/** Sends a request. What is seen of the answer so far is there at once. */
function ask(body: string): Seen & { readonly end: Promise<void> } {
  const seen: Seen = { body: "", parts: 0, done: false };
  const end = new Promise<void>((resolve) => {
    const over = (error?: NodeJS.ErrnoException) => {
      if (error) seen.error = error.code ?? error.message;
      seen.done = true;
      resolve();
    };
    const headers = { authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/rds/aws4_request" };
    request(proxy.url, { method: "POST", agent: false, headers }, (response) => {
      seen.status = response.statusCode ?? 0;
      seen.length = Number(response.headers["content-length"]);
      response.on("data", (chunk: Buffer) => {
        seen.body += chunk.toString();
        seen.parts++;
      });
      response.on("end", () => over()).on("error", over);
    })
      .on("error", over)
      .end(body);
  });
  return Object.assign(seen, { end });
}

function fault(name: string): Fault {
  const found = FAULTS.find(({ kind, point }) => `${kind} ${point}` === name);
  if (found === undefined) throw new Error(`there is no fault ${name}`);
  return found;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

/** Long enough for what must not happen. */
const quiet = () => pause(100);

describe("without a fault", () => {
  test("requests and answers pass as they are", async () => {
    const seen = ask(COPY);
    await seen.end;
    expect(seen).toMatchObject({ status: 200, length: ANSWER.length, body: ANSWER });
    expect(reached).toEqual([COPY]);
    expect(proxy).toMatchObject({ requests: 1, faults: new Map() });
  });

  test("what RDS has changed is noted, what it refused is not", async () => {
    await ask(COPY).end;
    rdsStatus = 400;
    await ask(copyTo("another")).end;
    expect(proxy.carriedOut).toMatchObject([{ did: "copy", kind: "instance", region: "eu-central-1", id: "a-copy" }]);
  });

  test("lists come in pages as short as RDS makes them", async () => {
    await ask(LIST).end;
    expect(reached).toEqual([`${LIST}&MaxRecords=20`]);
    expect(proxy.carriedOut).toEqual([]);
  });
});

describe("a fault", () => {
  test.each(FAULTS.map(({ kind, point }) => `${kind} ${point}`))(
    "%s is counted, and RDS asked or not",
    async (name) => {
      proxy.burn(() => fault(name));
      const asked = name.endsWith("after") ? [COPY] : [];
      ask(COPY);
      await until(() => proxy.faults.size > 0 && proxy.carriedOut.length === asked.length);
      await quiet();
      expect(proxy.faults).toEqual(new Map([[name, 1]]));
      expect(reached).toEqual(asked);
    },
  );

  test.each(["no-answer before", "no-answer after"])("%s is silence", async (name) => {
    proxy.burn(() => fault(name));
    const seen = ask(COPY);
    await until(() => proxy.faults.size > 0);
    await quiet();
    expect(seen).toMatchObject({ body: "", done: false });
    expect(seen.status).toBeUndefined();
  });

  test.each(["reset before", "reset after", "late after"])("%s breaks the connection", async (name) => {
    proxy.burn(() => fault(name));
    const seen = ask(COPY);
    await seen.end;
    expect(seen).toMatchObject({ body: "", error: "ECONNRESET" });
    expect(seen.status).toBeUndefined();
  });

  test("late is carried out when the client knows of the broken connection", async () => {
    proxy.burn(() => fault("late after"));
    await ask(COPY).end;
    expect(reached).toEqual([]);
    await proxy.extinguish();
    expect(reached).toEqual([COPY]);
  });

  test.each([
    ["unavailable before", 503, "<Code>ServiceUnavailable</Code>"],
    ["unavailable after", 503, "<Code>ServiceUnavailable</Code>"],
    ["internal-error before", 500, "<Code>InternalFailure</Code>"],
    ["internal-error after", 500, "<Code>InternalFailure</Code>"],
    ["throttled before", 400, "<Code>Throttling</Code><Message>Rate exceeded</Message>"],
  ])("%s is an error of RDS", async (name, status, part) => {
    proxy.burn(() => fault(name));
    const seen = ask(COPY);
    await seen.end;
    expect(seen).toMatchObject({ status, body: expect.stringContaining(part) });
  });

  test.each(["bad-gateway before", "bad-gateway after"])("%s is the page of a gateway", async (name) => {
    proxy.burn(() => fault(name));
    const seen = ask(COPY);
    await seen.end;
    expect(seen.body).toMatch(/^<html>.*<hr>/s);
    expect([502, 503, 504]).toContain(seen.status);
  });

  test("broken-off announces the whole answer, and ends within it", async () => {
    proxy.burn(() => fault("broken-off after"));
    const seen = ask(COPY);
    await seen.end;
    expect(seen).toMatchObject({ status: 200, length: ANSWER.length, error: "ECONNRESET" });
    expect(seen.body.length).toBeLessThan(ANSWER.length);
    expect(ANSWER.startsWith(seen.body)).toBe(true);
  });

  test("stalled announces the whole answer, and falls silent within it", async () => {
    proxy.burn(() => fault("stalled after"));
    const seen = ask(COPY);
    await until(() => seen.status !== undefined);
    await quiet();
    expect(seen).toMatchObject({ status: 200, length: ANSWER.length, done: false });
    expect(seen.body.length).toBeLessThan(ANSWER.length);
  });

  test("cut-short announces no more than it sends, sometimes nothing", async () => {
    proxy.burn(() => fault("cut-short after"));
    const lengths: number[] = [];
    for (let i = 0; i < 20; i++) {
      const seen = ask(copyTo(`copy-${i}`));
      await seen.end;
      expect(seen).toMatchObject({ status: 200, length: seen.body.length });
      expect(seen.error).toBeUndefined();
      expect(ANSWER.startsWith(seen.body)).toBe(true);
      lengths.push(seen.body.length);
    }
    expect(Math.max(...lengths)).toBeLessThan(ANSWER.length);
    expect(lengths).toContain(0);
    expect(new Set(lengths).size).toBeGreaterThan(5);
  });

  test("slow sends the whole answer bit by bit", async () => {
    proxy.burn(() => fault("slow after"));
    const seen = ask(COPY);
    await until(() => seen.status !== undefined);
    await quiet();
    expect(seen).toMatchObject({ status: 200, done: false });
    await seen.end;
    expect(seen).toMatchObject({ length: ANSWER.length, body: ANSWER });
    expect(seen.parts).toBeGreaterThan(3);
  });
});

describe("what is drawn", () => {
  /** The numbers that requests draw, with a seed. */
  async function drawn(seed: string, bodies: readonly string[]): Promise<number[]> {
    proxy.stop();
    proxy = await FireProxy.start(proxy.upstream, seed);
    const numbers: number[] = [];
    proxy.burn((random) => {
      numbers.push(random.next());
      return undefined;
    });
    for (const body of bodies) await ask(body).end;
    return numbers;
  }

  test("follows from the seed, what is asked and how often, and not from what else is asked or with what tags", async () => {
    const [first, second, list] = await drawn("1", [COPY, COPY, LIST]);
    const again = await drawn("1", [LIST, COPY.replace("Value=b", "Value=c"), COPY]);
    expect(again).toEqual([list, first, second]);
    expect(new Set(again).size).toBe(3);
    expect(await drawn("2", [LIST, COPY])).not.toEqual([list, first]);
  });
});

test("changes reach RDS one after the other", async () => {
  let [under, most] = [0, 0];
  rds.removeAllListeners("request");
  rds.on("request", async (incoming, response) => {
    most = Math.max(most, ++under);
    await text(incoming);
    await pause(20);
    under--;
    response.end(ANSWER);
  });
  await Promise.all(["a", "b", "c"].map((id) => ask(copyTo(id)).end));
  expect(proxy.carriedOut).toHaveLength(3);
  expect(most).toBe(1);
});
