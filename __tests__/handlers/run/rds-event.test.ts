import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseBackupFinished, parseCopyEnded, recordsOf } from "../../../handlers/run/rds-event";

const FOLDER = join(__dirname, "../../events");
const eventOf = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));

const instance = { kind: "instance", databaseId: "orders", eventId: "RDS-EVENT-0002" };
const cluster = (databaseId: string) => ({ kind: "cluster", databaseId, eventId: "RDS-EVENT-0169" });
const ignored = (why: unknown) => ({ ignored: why, messageId: expect.any(String) });
const malformed = (why: RegExp) => ({ malformed: expect.stringMatching(why) });
const notBackup = (eventId: string) => ignored(`${eventId} does not say that a backup is finished`);

/** What the records of each file in `__tests__/events` ask for. */
const MEANING: Readonly<Record<string, readonly unknown[]>> = {
  "db-instance_RDS-EVENT-0001": [notBackup("RDS-EVENT-0001")],
  "db-instance_RDS-EVENT-0002": [instance],
  "db-instance_RDS-EVENT-0002-of-2018": [instance],
  "db-snapshot_RDS-EVENT-0060": [notBackup("RDS-EVENT-0060")],
  "db-snapshot_RDS-EVENT-0061": [notBackup("RDS-EVENT-0061")],
  "db-snapshot_RDS-EVENT-0091": [notBackup("RDS-EVENT-0091")],
  "db-cluster-snapshot_RDS-EVENT-0075": [notBackup("RDS-EVENT-0075")],
  "db-cluster-snapshot_RDS-EVENT-0169": [cluster("ledger")],
  "db-cluster-snapshot_RDS-EVENT-0169-without-arn": [cluster("ledger")],
  "db-cluster-snapshot_RDS-EVENT-0169-of-another-name": [
    ignored("before-upgrade is not a snapshot of RDS's automated backups"),
  ],
  "db-cluster-snapshot_RDS-EVENT-0169-of-documentdb": [cluster("catalogue")],
  "db-cluster-snapshot_RDS-EVENT-0169-of-multi-az": [cluster("three-nodes")],
  "db-cluster-snapshot_RDS-EVENT-0169-of-neptune": [cluster("graph")],
  "sns_first-message-after-subscribing": [ignored("the message is plain text, as the first one after subscribing is")],
  malformed_truncated: [malformed(/^SNS message 95df01b4-.* is not a readable RDS event: .*JSON/)],
  "malformed_without-event-id": [malformed(/Event ID/)],
  "malformed_event-id-without-number": [malformed(/no event id in http:.*USER_Events\.html$/)],
  "malformed_without-source": [malformed(/neither Source ARN nor Source ID names a source$/)],
  "several_one-malformed": [instance, malformed(/JSON/), cluster("ledger")],
};

const parsed = (record: unknown) => {
  try {
    return parseBackupFinished(record);
  } catch (error) {
    return { malformed: error instanceof Error ? error.message : error };
  }
};

describe("the events in the folder", () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));

  test("all have a meaning here", () => {
    expect(names.sort()).toEqual(Object.keys(MEANING).sort());
  });

  test.each(names)("%s", (name) => {
    expect(recordsOf(eventOf(name)).map(parsed)).toEqual(MEANING[name]);
  });
});

describe("a record", () => {
  const record = (message: unknown) => ({
    Sns: { MessageId: "m-1", Message: typeof message === "string" ? message : JSON.stringify(message) },
  });
  const DOCS = "http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html";

  test("is told by the id at the end of Event ID only, not by its text", () => {
    const message = {
      "Event ID": `${DOCS}#RDS-EVENT-0001`,
      "Event Message": "Finished DB Instance backup RDS-EVENT-0002",
      "Source ID": "orders",
    };
    expect(parseBackupFinished(record(message))).toEqual(notBackup("RDS-EVENT-0001"));
  });

  test("is told by the end of Event ID, whatever comes before", () => {
    const message = { "Event ID": `${DOCS}?see=#RDS-EVENT-0002#RDS-EVENT-0001`, "Source ID": "orders" };
    expect(parseBackupFinished(record(message))).toEqual(notBackup("RDS-EVENT-0001"));
    const trailing = { "Event ID": `${DOCS}#RDS-EVENT-00021`, "Source ID": "orders" };
    expect(() => parseBackupFinished(record(trailing))).toThrow(/no event id in /);
  });

  test("names its source by the ARN rather than the id", () => {
    const message = {
      "Event ID": `${DOCS}#RDS-EVENT-0002`,
      "Source ID": "something else",
      "Source ARN": "arn:aws-us-gov:rds:us-gov-west-1:123456789012:db:orders",
    };
    expect(parseBackupFinished(record(message))).toEqual(instance);
  });

  test("may be of a cluster whose id looks like a time", () => {
    const message = {
      "Event ID": `${DOCS}#RDS-EVENT-0169`,
      "Source ID": "rds:ledger-2025-01-01-00-00-2026-02-01-03-07",
    };
    expect(parseBackupFinished(record(message))).toEqual(cluster("ledger-2025-01-01-00-00"));
  });

  test.each([
    [null, /^a record is not one of SNS: .*Object/],
    [{}, /^a record is not one of SNS: Sns: /],
    [{ Sns: { MessageId: "m-1" } }, /^a record is not one of SNS: Sns\.Message: /],
    [{ Sns: { Message: 7 } }, /Sns\.MessageId: .*; Sns\.Message: /],
  ])("that is %j is named as what it is", (broken, message) => {
    expect(() => parseBackupFinished(broken)).toThrow(message);
  });

  test.each([
    ["a list", "[]"],
    ["a number", "7"],
    ["nothing", ""],
  ])("whose message is %s is no event", (_, message) => {
    expect(parseBackupFinished(record(message))).toHaveProperty("ignored");
  });

  test("whose fields are of the wrong types is malformed", () => {
    expect(() => parseBackupFinished(record({ "Event ID": 2, "Source ID": [] }))).toThrow(/Event ID: .*; Source ID: /);
  });
});

test.each([undefined, null, {}, { Records: "x" }, []])("the event %j is not one of SNS", (event) => {
  expect(() => recordsOf(event)).toThrow(/^the event is not one of SNS: /);
});

describe("a copy has ended", () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
  const asked = (name: string) =>
    recordsOf(eventOf(name)).map((record) => {
      try {
        return parseCopyEnded(record);
      } catch (error) {
        return { malformed: error instanceof Error ? error.message : error };
      }
    });

  test.each(["RDS-EVENT-0060", "RDS-EVENT-0061"])("by %s, in the region of its ARN", (eventId) => {
    const snapshotId = "orders-us-east-1-2026-02-01-03-07";
    expect(asked(`db-snapshot_${eventId}`)).toEqual([{ targetRegion: "eu-central-1", snapshotId, eventId }]);
  });

  test("by no other event of the folder", () => {
    for (const name of names.filter((one) => !/0060|0061|malformed/.test(one))) {
      expect([name, ...asked(name)]).toEqual([name, ...asked(name).map(() => ignored(expect.any(String)))]);
    }
  });

  test.each(names.filter((name) => name.startsWith("malformed") && !name.includes("source")))("not by %s", (name) => {
    expect(asked(name)).toEqual([malformed(/is not a readable RDS event/)]);
  });
});
