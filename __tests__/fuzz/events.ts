import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { mutated } from "./mutate";
import { oddJson, oddText, oddValue } from "./odd-values";

const FOLDER = join(__dirname, "../events");

export interface SnsRecord {
  readonly Sns: { readonly Message: string };
}

/** A true payload, of a file. */
export const eventOf = (name: string): { Records: SnsRecord[] } =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));

const TRUE_EVENTS = readdirSync(FOLDER)
  .map((file) => file.replace(/\.json$/, ""))
  .filter((name) => !name.includes("malformed"));

/** One record with another message. */
const withMessage = (record: SnsRecord, Message: unknown): unknown => ({ ...record, Sns: { ...record.Sns, Message } });

const ACCOUNT = "123456789012";
/** What an ARN may name instead: another account, region, partition or type of resource, or nothing at all. */
const otherArns = fc.constantFrom(
  "arn:aws:rds:us-east-1:999999999999:db:orders",
  `arn:aws:rds:eu-west-3:${ACCOUNT}:db:orders`,
  `arn:aws-cn:rds:us-east-1:${ACCOUNT}:db:orders`,
  `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:orders`,
  `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:orders`,
  `arn:aws:s3:us-east-1:${ACCOUNT}:db:orders`,
  `arn:aws:rds:us-east-1:${ACCOUNT}:db:orders:payments`,
  "orders",
  `arn:aws:rds:us-east-1:999999999999:cluster-snapshot:rds:ledger-2026-02-01-03-07`,
  `arn:aws:rds:eu-west-3:${ACCOUNT}:cluster-snapshot:rds:ledger-2026-02-01-03-07`,
  `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:rds:ledger-2026-02-01-03-07`,
  `arn:aws:rds:us-east-1:${ACCOUNT}:cluster:ledger`,
  "arn:aws:rds:eu-central-1:999999999999:snapshot:orders-us-east-1-2026-02-01-03-07",
  `arn:aws:rds:eu-west-3:${ACCOUNT}:snapshot:orders-us-east-1-2026-02-01-03-07`,
  `arn:aws:rds:eu-central-1:${ACCOUNT}:cluster-snapshot:orders-us-east-1-2026-02-01-03-07`,
  `arn:aws:rds:eu-central-1:${ACCOUNT}:snapshot:`,
);

/** The message with a part changed, cut off, encoded twice, or with something else in its place. */
function mutatedMessage({ Sns: { Message } }: SnsRecord): fc.Arbitrary<unknown> {
  const isJson = Message.startsWith("{");
  const fields: unknown = isJson ? JSON.parse(Message) : {};
  return fc.oneof(
    mutated(fields, oddJson).map((value) => JSON.stringify(value)),
    otherArns.map((arn) => JSON.stringify(Object.assign({}, fields, { "Source ARN": arn }))),
    fc
      .tuple(otherArns, oddText)
      .map(([arn, id]) => JSON.stringify(Object.assign({}, fields, { "Source ARN": arn, "Source ID": id }))),
    oddText.map((id) => JSON.stringify(Object.assign({}, fields, { "Source ARN": undefined, "Source ID": id }))),
    fc.nat(Message.length).map((length) => Message.slice(0, length)),
    fc.constantFrom(JSON.stringify(Message), JSON.stringify(JSON.stringify(Message)), JSON.stringify([fields])),
    oddJson,
  );
}

const records = fc.constantFrom(...TRUE_EVENTS.flatMap((name) => eventOf(name).Records));

/** A record that may no longer be what it was. */
export const badRecord: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: records.chain((record) => mutatedMessage(record).map((text) => withMessage(record, text))) },
  { weight: 2, arbitrary: records.chain((record) => mutated(record, oddJson)) },
  oddJson,
);

/** The event of EventBridge, in place of one of SNS. */
const eventBridge = {
  version: "0",
  id: "844e2571-85d4-695f-b930-0153b71dcb42",
  "detail-type": "RDS DB Instance Event",
  source: "aws.rds",
  account: ACCOUNT,
  time: "2026-02-01T03:12:07Z",
  region: "us-east-1",
  resources: [`arn:aws:rds:us-east-1:${ACCOUNT}:db:orders`],
  detail: {
    EventCategories: ["backup"],
    SourceType: "DB_INSTANCE",
    SourceArn: `arn:aws:rds:us-east-1:${ACCOUNT}:db:orders`,
    Date: "2026-02-01T03:12:07.951Z",
    Message: "Finished DB Instance backup",
    SourceIdentifier: "orders",
    EventID: "RDS-EVENT-0002",
  },
};

/** Events of all forms: true ones with changes, records of all kinds, and anything else. */
export const badEvent: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.array(badRecord, { maxLength: 3 }).map((Records) => ({ Records })) },
  { weight: 3, arbitrary: fc.constantFrom(...TRUE_EVENTS).chain((name) => mutated(eventOf(name), oddJson)) },
  fc.constantFrom<unknown>(eventBridge, { Records: [eventBridge] }, { Records: [{ Sns: eventBridge }] }),
  fc.constantFrom(...TRUE_EVENTS).map((name) => JSON.stringify(eventOf(name))),
  mutated(eventBridge, oddJson),
  oddValue,
);
