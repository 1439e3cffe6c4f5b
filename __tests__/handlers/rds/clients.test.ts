import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { rdsClients } from "../../../handlers/rds/clients";
import { instances } from "../../../handlers/rds/instances";
import { answer, FakeRds, failure } from "./fake-rds";
import { HOME, NO_DEADLINE } from "./kinds";
import { listening } from "./listening";
import { dbInstance } from "./payloads";

const reset = () => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
const rds = new FakeRds(({ action }) => answer(action, {}));

describe("clients", () => {
  test("are one for each region, made when first asked for", async () => {
    const clients = rdsClients(rds.requestHandler);
    expect(clients("eu-central-1")).toBe(clients("eu-central-1"));
    expect(clients("eu-west-1")).not.toBe(clients("eu-central-1"));
    expect(await clients("eu-west-1").config.region()).toBe("eu-west-1");
  });

  test("copy no answer for a log that nobody reads", () => {
    const steps = rdsClients(rds.requestHandler)("us-east-1").middlewareStack.identify();
    expect(steps.some((step) => step.startsWith("retryMiddleware"))).toBe(true);
    expect(steps.filter((step) => /logger/i.test(step))).toEqual([]);
  });

  test("retry adaptively, five times at most", async () => {
    const unavailable = new FakeRds(() => failure("ServiceUnavailable", "", 503));
    const clients = rdsClients(unavailable.requestHandler);
    expect(await clients("us-east-1").config.retryStrategy()).toMatchObject({ mode: "adaptive" });
    const service = instances(clients, HOME, NO_DEADLINE);
    await expect(service.listDatabases()).rejects.toMatchObject({ code: "transient" });
    expect(unavailable.calls).toHaveLength(5);
  });

  test("try again what failed in passing, and not what RDS refuses", async () => {
    const answers = [failure("ServiceUnavailable", "", 503), reset()];
    const stumbling = new FakeRds(
      ({ action }) => answers.shift() ?? answer(action, { DBInstances: [dbInstance({ DBInstanceIdentifier: "a" })] }),
    );
    const service = instances(rdsClients(stumbling.requestHandler), HOME, NO_DEADLINE);
    expect((await service.listDatabases()).items).toHaveLength(1);
    expect(stumbling.calls).toHaveLength(3);

    const refusing = new FakeRds(() => failure("AccessDenied", "", 403));
    const refused = instances(rdsClients(refusing.requestHandler), HOME, NO_DEADLINE);
    await expect(refused.listDatabases()).rejects.toMatchObject({ code: "denied" });
    expect(refusing.calls).toHaveLength(1);
  });
});

describe("over the network", () => {
  const servers: Server[] = [];
  afterEach(() => {
    jest.useRealTimers();
    delete process.env.AWS_ENDPOINT_URL;
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function listen(server: Server): Promise<string> {
    servers.push(server);
    return listening(server);
  }

  test("clients go where AWS_ENDPOINT_URL says", async () => {
    process.env.AWS_ENDPOINT_URL = await listen(
      createServer((_request, response) => {
        response.end(answer("DescribeDBInstances", { DBInstances: [dbInstance({ DBInstanceIdentifier: "a" })] }));
      }),
    );
    const { items } = await instances(rdsClients(), HOME, NO_DEADLINE).listDatabases();
    expect(items.map(({ id }) => id)).toEqual(["a"]);
  });

  test("a call that is not answered is given up after 15 seconds, and made again", async () => {
    let arrivals = 0;
    let told: () => void = () => undefined;
    const arrival = () =>
      new Promise<void>((resolve) => {
        told = resolve;
      });
    process.env.AWS_ENDPOINT_URL = await listen(
      createServer(() => {
        arrivals++;
        told();
      }),
    );
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    const client = rdsClients()("us-east-1");
    const controller = new AbortController();
    const first = arrival();
    const listed = instances(() => client, HOME, { ...NO_DEADLINE, signal: controller.signal }).listDatabases();
    await first;
    await jest.advanceTimersByTimeAsync(14_900);
    expect(arrivals).toBe(1);
    const second = arrival();
    await jest.advanceTimersByTimeAsync(5_000);
    await second;
    controller.abort();
    await expect(listed).rejects.toMatchObject({ code: "transient" });
  });

  test("connections and answers have a time-out each, as the SDK has none of its own", async () => {
    process.env.AWS_ENDPOINT_URL = await listen(
      createServer((_request, response) => {
        response.end(answer("DescribeDBInstances", { DBInstances: [] }));
      }),
    );
    const client = rdsClients()("us-east-1");
    await instances(() => client, HOME, NO_DEADLINE).listDatabases();
    expect(client.config.requestHandler).toMatchObject({
      config: { connectionTimeout: 3_000, requestTimeout: 15_000, socketTimeout: 15_000, throwOnRequestTimeout: true },
    });
  });
});
