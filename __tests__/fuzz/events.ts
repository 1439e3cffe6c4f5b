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
/** Parts of the ARNs of true events, and what they may be instead. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(ACCOUNT), "999999999999"],
  [new RegExp(ACCOUNT), ""],
  [/us-east-1|eu-central-1/, "eu-west-3"],
  [/us-east-1/, "eu-central-1"],
  [/eu-central-1/, "eu-west-1"],
  [/^arn:aws:/, "arn:aws-cn:"],
  [/^arn:/, ""],
  [/:rds:/, ":s3:"],
  [/:db:/, ":cluster:"],
  [/:db:/, ":snapshot:"],
  [/cluster-snapshot/, "snapshot"],
  [/cluster-snapshot/, "cluster"],
  [/:snapshot:/, ":cluster-snapshot:"],
  [/:snapshot:/, ":db:"],
  [/orders|ledger/, "payments:$&"],
  [/orders|ledger/, "a b"],
  [/orders|ledger/, ""],
  [/orders|ledger/, "x".repeat(300)],
];

/** The ARN of a source with a part of another kind. */
const otherArn = (arn: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...PARTS).map(([part, other]) => arn.replace(part, other)) },
    fc.nat(arn.length).map((length) => arn.slice(0, length)),
    oddText,
  );

/** The message with a part changed, cut off, encoded twice, or with something else in its place. */
function mutatedMessage({ Sns: { Message } }: SnsRecord): fc.Arbitrary<unknown> {
  const fields: Record<string, unknown> = Message.startsWith("{") ? JSON.parse(Message) : {};
  const withFields = (others: object) => JSON.stringify({ ...fields, ...others });
  const arn = otherArn(String(fields["Source ARN"] ?? `arn:aws:rds:us-east-1:${ACCOUNT}:db:orders`));
  return fc.oneof(
    mutated(fields, oddJson).map((value) => JSON.stringify(value)),
    { weight: 3, arbitrary: arn.map((other) => withFields({ "Source ARN": other })) },
    fc.tuple(arn, oddText).map(([other, id]) => withFields({ "Source ARN": other, "Source ID": id })),
    oddText.map((id) => withFields({ "Source ARN": undefined, "Source ID": id })),
    fc.nat(Message.length).map((length) => Message.slice(0, length)),
    fc.constantFrom(JSON.stringify(Message), JSON.stringify(JSON.stringify(Message)), JSON.stringify([fields])),
    oddJson,
  );
}

const ACTED_ON = TRUE_EVENTS.filter((name) => /0002|0169/.test(name)).flatMap((name) => eventOf(name).Records);

/** A record whose source is elsewhere, and which is otherwise what a function acts on. */
const stray: fc.Arbitrary<unknown> = fc
  .tuple(fc.constantFrom(...ACTED_ON), fc.constantFrom(...PARTS))
  .filter(([{ Sns }]) => Sns.Message.includes('"Source ARN"'))
  .map(([record, [part, other]]) => {
    const message = JSON.parse(record.Sns.Message);
    return withMessage(
      record,
      JSON.stringify({ ...message, "Source ARN": message["Source ARN"].replace(part, other) }),
    );
  });

/** True records, more often those that a function acts on. */
const records = fc.oneof(
  fc.constantFrom(...TRUE_EVENTS.flatMap((name) => eventOf(name).Records)),
  fc.constantFrom(...ACTED_ON),
);

/** A record that may no longer be what it was. */
export const badRecord: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: records.chain((record) => mutatedMessage(record).map((text) => withMessage(record, text))) },
  { weight: 2, arbitrary: records.chain((record) => mutated(record, oddJson)) },
  { weight: 3, arbitrary: stray },
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
