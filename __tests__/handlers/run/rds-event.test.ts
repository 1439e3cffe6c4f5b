import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseBackupFinished, recordsOf } from "../../../handlers/run/rds-event";
import { DEPLOYMENT } from "./estate";

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
    return parseBackupFinished(record, DEPLOYMENT);
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
    expect(parseBackupFinished(record(message), DEPLOYMENT)).toEqual(notBackup("RDS-EVENT-0001"));
  });

  test("is told by the end of Event ID, whatever comes before", () => {
    const message = { "Event ID": `${DOCS}?see=#RDS-EVENT-0002#RDS-EVENT-0001`, "Source ID": "orders" };
    expect(parseBackupFinished(record(message), DEPLOYMENT)).toEqual(notBackup("RDS-EVENT-0001"));
    const trailing = { "Event ID": `${DOCS}#RDS-EVENT-00021`, "Source ID": "orders" };
    expect(() => parseBackupFinished(record(trailing), DEPLOYMENT)).toThrow(/no event id in /);
  });

  test("names its source by the ARN rather than the id", () => {
    const message = {
      "Event ID": `${DOCS}#RDS-EVENT-0002`,
      "Source ID": "something else",
      "Source ARN": "arn:aws-us-gov:rds:us-gov-west-1:123456789012:db:orders",
    };
    const gov = { name: "prod", partition: "aws-us-gov", account: "123456789012", sourceRegion: "us-gov-west-1" };
    expect(parseBackupFinished(record(message), gov)).toEqual(instance);
  });

  test("may be of a cluster whose id looks like a time", () => {
    const message = {
      "Event ID": `${DOCS}#RDS-EVENT-0169`,
      "Source ID": "rds:ledger-2025-01-01-00-00-2026-02-01-03-07",
    };
    expect(parseBackupFinished(record(message), DEPLOYMENT)).toEqual(cluster("ledger-2025-01-01-00-00"));
  });

  test.each([
    [null, /^a record is not one of SNS: .*Object/],
    [{}, /^a record is not one of SNS: Sns: /],
    [{ Sns: { MessageId: "m-1" } }, /^a record is not one of SNS: Sns\.Message: /],
    [{ Sns: { Message: 7 } }, /Sns\.MessageId: .*; Sns\.Message: /],
  ])("that is %j is named as what it is", (broken, message) => {
    expect(() => parseBackupFinished(broken, DEPLOYMENT)).toThrow(message);
  });

  test.each([
    ["a number", "7"],
    ["nothing", ""],
  ])("whose message is %s is no event", (_, message) => {
    expect(parseBackupFinished(record(message), DEPLOYMENT)).toHaveProperty("ignored");
  });

  test.each([
    ["encoded twice", JSON.stringify(JSON.stringify({ "Source ID": "orders" }))],
    ["a list", "[]"],
  ])("whose message is %s is malformed, not plain text", (_, message) => {
    expect(() => parseBackupFinished(record(message), DEPLOYMENT)).toThrow(
      /^SNS message m-1 is not a readable RDS event: /,
    );
  });

  test.each([
    ["another account", "arn:aws:rds:us-east-1:999999999999:db:orders"],
    ["another region", "arn:aws:rds:eu-west-3:123456789012:db:orders"],
    ["another partition", "arn:aws-cn:rds:us-east-1:123456789012:db:orders"],
    ["another service", "arn:aws:s3:us-east-1:123456789012:db:orders"],
    ["a cluster", "arn:aws:rds:us-east-1:123456789012:cluster:orders"],
    ["no ARN", "orders"],
  ])("whose source is of %s names no database of ours", (_, arn) => {
    const message = { "Event ID": `${DOCS}#RDS-EVENT-0002`, "Source ID": "orders", "Source ARN": arn };
    expect(() => parseBackupFinished(record(message), DEPLOYMENT)).toThrow(
      `its Source ARN does not begin with arn:aws:rds:us-east-1:123456789012:db:, got "${arn}"`,
    );
  });

  test.each([
    ["RDS-EVENT-0002", "orders:payments"],
    ["RDS-EVENT-0002", "a".repeat(64)],
    ["RDS-EVENT-0169", "rds:two names-2026-02-01-03-07"],
  ])("of %s whose source is no id of a database (%s) asks RDS for nothing", (eventId, sourceId) => {
    const message = { "Event ID": `${DOCS}#${eventId}`, "Source ID": sourceId };
    expect(() => parseBackupFinished(record(message), DEPLOYMENT)).toThrow(/its source is no id of a database, got "/);
  });

  test("that is huge and of many lines makes an error of one short line", () => {
    const huge = { "Event ID": { toString: "x" }, "Source ID": [`x\n${"x".repeat(100_000)}`] };
    const line = /^SNS message m-1 is not a readable RDS event: .{1,600}$/;
    expect(() => parseBackupFinished(record(huge), DEPLOYMENT)).toThrow(line);
    expect(() => parseBackupFinished(record({ "Event ID": `\n${"x".repeat(100_000)}` }), DEPLOYMENT)).toThrow(line);
    expect(() => parseBackupFinished(`\n${"x".repeat(100_000)}`, DEPLOYMENT)).toThrow(
      /^a record is not one of SNS: .{1,600}$/,
    );
  });

  test("whose fields are of the wrong types is malformed", () => {
    expect(() => parseBackupFinished(record({ "Event ID": 2, "Source ID": [] }), DEPLOYMENT)).toThrow(
      /Event ID: .*; Source ID: /,
    );
  });
});

test.each([undefined, null, {}, { Records: "x" }, []])("the event %j is not one of SNS", (event) => {
  expect(() => recordsOf(event)).toThrow(
    /^the event is not one of SNS: ((Records|event): is missing|.*Expected (Object|Array|"Records") but received .+)\. This function is to be invoked by its SNS topics alone\.$/,
  );
});
