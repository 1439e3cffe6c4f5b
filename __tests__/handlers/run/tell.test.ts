import { describe, expect, test } from "@jest/globals";
import type { Remembered } from "../../../handlers/aws/memory";
import type { Coverage } from "../../../handlers/core/coverage/model";
import type { SweepKind } from "../../../handlers/core/plan-route";
import { RdsError } from "../../../handlers/rds/errors";
import { createTelemetry } from "../../../handlers/run/telemetry";
import { Teller } from "../../../handlers/run/tell";
import { coverage, row, trouble } from "../core/told/coverages";
import { DEPLOYMENT, SETTINGS } from "./estate";
import { Output } from "./output";

const HOUR = 3_600_000;
const DENIED = new RdsError("denied", "AccessDeniedException", "no identity-based policy allows it");
const ORIGIN = { name: "prod", account: "123456789012", sourceRegion: "us-east-1", logGroup: "/aws/lambda/prod" };
/** A deployment, run after run. */
class World {
  parameter: Remembered | undefined = { text: "-", version: 1 };
  readonly broken = new Set<"read" | "write" | "publish">();
  readonly sent: string[] = [];
  readonly ids: string[] = [];
  readonly unsure: (string | undefined)[] = [];
  readonly order: string[] = [];
  now = new Date("2026-02-01T06:00:00Z");
  output = new Output();
  dryRun = false;
  #teller = this.#coldStart();
  #other = this.#coldStart();

  #coldStart() {
    return new Teller(
      createTelemetry({ settings: SETTINGS, sourceRegion: "us-east-1", logLevel: "INFO" }, this.output.console),
    );
  }

  coldStart() {
    this.#teller = this.#coldStart();
  }

  /** The next runs are of another instance of the function, until it is called again. */
  otherInstance() {
    [this.#teller, this.#other] = [this.#other, this.#teller];
  }

  #call<T>(name: "read" | "write" | "publish", work: () => T): Promise<T> {
    this.order.push(name);
    return this.broken.has(name) ? Promise.reject(DENIED) : Promise.resolve(work());
  }

  /** @returns subjects of what was sent, and the metrics */
  async run(what: Coverage, sweep: SweepKind = "follow-up", hoursLater = 0.25) {
    this.now = new Date(this.now.getTime() + hoursLater * HOUR);
    const before = [this.sent.length, this.output.metrics.length] as const;
    await this.#teller.tell(
      { sweep, coverage: what, facts: {} },
      { settings: { ...SETTINGS, dryRun: this.dryRun }, deployment: DEPLOYMENT, now: this.now, origin: ORIGIN },
      {
        notifier: {
          publish: ({ subject, id, notification }) =>
            this.#call("publish", () => {
              this.sent.push(subject);
              this.ids.push(id);
              this.unsure.push(notification.metadata.additionalContext.unsure_count);
            }),
        },
        memory: {
          read: () => this.#call("read", () => this.parameter),
          write: (text) =>
            this.#call("write", () => {
              this.parameter = { text, version: (this.parameter?.version ?? 0) + 1 };
              return this.parameter.version;
            }),
        },
      },
    );
    const metrics = this.output.metrics.slice(before[1]);
    return {
      sent: this.sent.slice(before[0]),
      metrics: Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
    };
  }
}

const healthy = coverage([row("orders"), row("billing")]);
const broken = coverage([row("orders", ["stale"]), row("billing")]);
const both = coverage([row("orders", ["stale"]), row("billing", ["stale"])]);
const BEGAN = ["orders in eu-central-1 has no fresh copy"];
const DIGEST = "Digest of prod in us-east-1: 1 trouble";
const DIGEST_OF_BOTH = "Digest of prod in us-east-1: 2 troubles";

describe("a run tells", () => {
  test("what has begun, once, and that it is over", async () => {
    const world = new World();
    expect(await world.run(healthy)).toEqual({ sent: [], metrics: { TroublesBegun: 0, MessagesFailed: 0 } });
    expect(await world.run(broken)).toEqual({ sent: BEGAN, metrics: { TroublesBegun: 1, MessagesFailed: 0 } });
    expect(await world.run(broken)).toEqual({ sent: [], metrics: { TroublesBegun: 0, MessagesFailed: 0 } });
    expect((await world.run(healthy)).sent).toEqual(["over: orders in eu-central-1"]);
  });

  test("and counts as begun a group, too large to be remembered one by one, that has changed, but not one that is over", async () => {
    const world = new World();
    const many = (count: number) =>
      coverage(Array.from({ length: 1000 }, (_, at) => row(`db-${at}`, at < count ? ["stale"] : [])));
    await world.run(many(999));
    expect((await world.run(many(1000))).metrics).toMatchObject({ TroublesBegun: 1 });
    expect(await world.run(many(0))).toMatchObject({
      sent: ["over: many troubles of one kind"],
      metrics: { TroublesBegun: 0 },
    });
  });

  test("in the digest too of how many it is not known whether they stand", async () => {
    const world = new World();
    await world.run(both);
    await world.run(coverage([row("orders", ["stale"]), row("billing", [], { unsure: ["stale"] })]), "daily");
    expect(world.unsure).toEqual(["0", "1"]);
  });

  test("first, and remembers then", async () => {
    const world = new World();
    await world.run(broken);
    expect(world.order).toEqual(["read", "publish", "write"]);
  });

  test("the same trouble that begins anew on the same day under an id of its own, although what is remembered is the same", async () => {
    const world = new World();
    for (const what of [broken, healthy, broken, healthy, broken]) await world.run(what);
    expect(world.sent.filter((subject) => BEGAN.includes(subject))).toHaveLength(3);
    expect(new Set(world.ids).size).toBe(5);
  });

  test("and writes nothing where nothing has changed", async () => {
    const world = new World();
    await world.run(broken);
    world.order.length = 0;
    await world.run(broken);
    expect(world.order).toEqual(["read"]);
  });

  test("nothing if it is dry, and reads and writes nothing", async () => {
    const world = new World();
    world.dryRun = true;
    expect(await world.run(broken, "daily")).toEqual({ sent: [], metrics: {} });
    expect(world.order).toEqual([]);
  });

  test("the next time what could not be sent now, and counts that", async () => {
    const world = new World();
    world.broken.add("publish");
    const failed = await world.run(broken);
    expect(failed).toEqual({ sent: [], metrics: { TroublesBegun: 1, MessagesFailed: 1 } });
    expect(world.parameter?.text).toBe("-");
    expect(world.output.said("message failed")).toMatchObject([
      {
        level: "ERROR",
        database: "*",
        reason: "denied",
        detail:
          `"${BEGAN}" could not be sent: no identity-based policy allows it. If the role's policy has been changed, apply the module ` +
          "again. Copies are made all the same, and the next run tells it again",
      },
    ]);
    world.broken.clear();
    expect((await world.run(broken)).sent).toEqual(BEGAN);
  });
});

describe("a message bears", () => {
  const refused = coverage([
    row("orders", [trouble({ trouble: "failing", since: undefined, resourceId: "db-ORDERS" })]),
    row("billing"),
  ]);

  test("the same id if a run repeats it, as the one before could not write it down", async () => {
    const world = new World();
    world.broken.add("write");
    await world.run(refused);
    world.coldStart();
    await world.run(refused);
    expect(world.ids).toHaveLength(2);
    expect(new Set(world.ids).size).toBe(1);
  });

  test("an id of its own if the same begins once more on the same day", async () => {
    const world = new World();
    for (const what of [refused, healthy, refused]) await world.run(what);
    expect(new Set(world.ids).size).toBe(3);
  });
});

describe("without its memory", () => {
  test.each([undefined, { text: "x", version: 3 }])("lost as %j, a run tells all that stands, once", async (lost) => {
    const world = new World();
    await world.run(broken);
    world.parameter = lost;
    expect((await world.run(broken)).sent).toEqual(BEGAN);
    expect((await world.run(broken)).sent).toEqual([]);
  });

  test.each([undefined, { text: "x", version: 3 }])(
    "lost as %j while all is well, a run tells that, once",
    async (lost) => {
      const world = new World();
      await world.run(broken);
      world.parameter = lost;
      expect(await world.run(healthy)).toEqual({
        sent: ["what was told before was lost; nothing seen in trouble now"],
        metrics: { TroublesBegun: 0, MessagesFailed: 0 },
      });
      expect((await world.run(healthy)).sent).toEqual([]);
    },
  );

  test("unreadable while all is well, not even the daily run tells", async () => {
    const world = new World();
    world.broken.add("read");
    expect((await world.run(healthy, "daily")).sent).toEqual([]);
  });

  test("unreadable, only the daily run does, and each run is counted", async () => {
    const world = new World();
    world.broken.add("read");
    expect(await world.run(broken)).toEqual({ sent: [], metrics: { MessagesFailed: 1 } });
    expect((await world.run(broken, "daily")).sent).toEqual([...BEGAN, DIGEST]);
  });

  test("unreadable, a follow-up tells what this instance knows that it has not told", async () => {
    const world = new World();
    await world.run(broken);
    world.broken.add("read");
    expect((await world.run(both)).sent).toEqual(["billing in eu-central-1 has no fresh copy"]);
    expect((await world.run(both)).sent).toEqual([]);
    expect((await world.run(both, "daily")).sent).toEqual([DIGEST_OF_BOTH]);
    world.coldStart();
    expect((await world.run(both)).sent).toEqual([]);
    expect((await world.run(both, "daily")).sent).toEqual([
      "2 databases in eu-central-1 have no fresh copy",
      DIGEST_OF_BOTH,
    ]);
  });

  test("unreadable, it is not written over: another instance may have told since what this one does not know", async () => {
    const world = new World();
    await world.run(broken);
    world.otherInstance();
    expect((await world.run(healthy)).sent).toEqual(["over: orders in eu-central-1"]);
    world.otherInstance();
    world.broken.add("read");
    world.order.length = 0;
    expect((await world.run(broken)).sent).toEqual([]);
    expect(world.order).toEqual(["read"]);
    world.broken.clear();
    expect((await world.run(broken)).sent).toEqual(BEGAN);
  });

  test("readable again, what this instance has told meanwhile is told once", async () => {
    const world = new World();
    await world.run(healthy);
    world.broken.add("read");
    expect((await world.run(broken)).sent).toEqual(BEGAN);
    world.broken.clear();
    expect((await world.run(broken)).sent).toEqual([]);
    expect((await world.run(healthy)).sent).toEqual(["over: orders in eu-central-1"]);
  });

  test("never read before by this instance, and gone when it can be read, a run tells all that stands", async () => {
    const world = new World();
    world.broken.add("read");
    await world.run(broken, "daily");
    world.broken.clear();
    world.parameter = undefined;
    expect((await world.run(broken)).sent).toEqual(BEGAN);
  });

  test("not writable, it tells once by instance, and not 96 times a day", async () => {
    const world = new World();
    world.broken.add("write");
    expect(await world.run(broken)).toEqual({ sent: BEGAN, metrics: { TroublesBegun: 1, MessagesFailed: 1 } });
    expect(await world.run(broken)).toEqual({ sent: [], metrics: { TroublesBegun: 0, MessagesFailed: 1 } });
    world.coldStart();
    expect((await world.run(broken)).sent).toEqual(BEGAN);
  });

  test("written by another run meanwhile, it is taken as it is", async () => {
    const world = new World();
    world.broken.add("write");
    await world.run(broken);
    world.broken.clear();
    world.parameter = { text: "-", version: 9 };
    expect((await world.run(broken)).sent).toEqual(BEGAN);
  });

  test("made anew, with the version that it had, it is taken as it is", async () => {
    const world = new World();
    await world.run(broken);
    world.parameter = { text: "-", version: world.parameter?.version ?? 0 };
    expect((await world.run(broken)).sent).toEqual(BEGAN);
  });
});

describe("the digest", () => {
  test("comes with the daily run, after the message, and not with others", async () => {
    const world = new World();
    expect((await world.run(broken)).sent).toEqual(BEGAN);
    expect((await world.run(both, "daily")).sent).toEqual([
      "billing in eu-central-1 has no fresh copy",
      DIGEST_OF_BOTH,
    ]);
    expect((await world.run(both)).sent).toEqual([]);
    expect((await world.run(both, "daily", 24)).sent).toEqual([DIGEST_OF_BOTH]);
  });

  test("comes with a follow-up if no daily run has sent it, and then once", async () => {
    const world = new World();
    await world.run(broken, "daily");
    expect((await world.run(broken, "follow-up", 24)).sent).toEqual([]);
    expect((await world.run(broken, "follow-up", 1.25)).sent).toEqual([DIGEST]);
    expect((await world.run(broken, "follow-up", 0.25)).sent).toEqual([]);
  });

  test("does not come with a follow-up of a new deployment", async () => {
    const world = new World();
    expect((await world.run(broken)).sent).toEqual(BEGAN);
    expect((await world.run(broken, "follow-up", 20)).sent).toEqual([]);
    // Unless no daily run ever comes.
    expect((await world.run(broken, "follow-up", 6)).sent).toEqual([DIGEST]);
  });

  test("does not come with a follow-up when trouble begins after quiet days", async () => {
    const world = new World();
    await world.run(healthy, "daily");
    await world.run(healthy, "daily", 24);
    expect((await world.run(broken, "follow-up", 12)).sent).toEqual(BEGAN);
  });

  test("that could not be sent is tried again", async () => {
    const world = new World();
    await world.run(broken, "daily");
    world.broken.add("publish");
    expect((await world.run(broken, "daily", 24)).metrics).toMatchObject({ MessagesFailed: 1 });
    world.broken.clear();
    expect((await world.run(broken, "follow-up", 1.25)).sent).toEqual([DIGEST]);
  });
});
