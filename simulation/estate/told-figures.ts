import type { AlarmChange } from "../cloudwatch/alarms";
import { DEFAULT_QUOTAS } from "../rds/quotas";
import type { Told } from "../sns/told";
import { DAY } from "../time/clock";
import { type HandlerFactories, World } from "../world";
import { addPastCopy, HANDLERS, plainStack, SOURCE, TARGET } from "./plain-deployment";

export interface ToldEstate {
  readonly databases: number;
  /** How many of them have a key of their own that is disabled at noon of the day before. */
  readonly dead: number;
  readonly days: number;
}

/** What people get in those days, and what the functions do for it. */
export interface ToldFigures {
  readonly rang: readonly AlarmChange[];
  readonly messages: readonly Told[];
  readonly digests: readonly Told[];
  readonly deadLetters: number;
  readonly failedSweeps: number;
  /** Of days that are whole. */
  readonly logBytesADay: number;
  readonly callsADay: number;
}

const START = new Date("2026-03-02T00:00:00Z");
/** After a first night, and before what is measured. */
const BROKEN_ON = 0.5;
const MEASURED_FROM = 1;
const COPIES = 3;

/** An estate that has been copied for days, with the module and all its defaults. */
export async function playTold({ databases, dead, days }: ToldEstate): Promise<ToldFigures> {
  const world = new World({ start: START, seed: 7 });
  try {
    const { aws, clock, lambda, queues } = world;
    const manualSnapshots = { instance: databases * 5, cluster: 100 };
    aws.region(TARGET).quotas = { ...DEFAULT_QUOTAS, manualSnapshots };
    const keys = Array.from({ length: dead }, () => aws.kms.addKey(SOURCE));
    for (let n = 0; n < databases; n++) {
      const encryption = keys[n];
      const database = aws.region(SOURCE).addInstance({
        id: `db-${String(n).padStart(3, "0")}`,
        createdAt: START.getTime() - 60 * DAY,
        ...(encryption !== undefined && { encryption }),
      });
      for (let day = COPIES; day >= 1; day--) addPastCopy(aws, database, START.getTime() - day * DAY + DAY / 8);
    }
    let bytes = 0;
    const handlers = counting((count) => {
      bytes += count;
    });
    await world.run(world.deploy(plainStack({ logLevel: "INFO" }), handlers));
    const at = (day: number) => START.getTime() + day * DAY;
    clock.at(at(BROKEN_ON), () => {
      for (const key of keys) aws.kms.setState(key, "Disabled");
    });
    await world.runUntil(at(MEASURED_FROM));
    const [bytesBefore, callsBefore] = [bytes, aws.audit.totalCalls];
    await world.runUntil(at(MEASURED_FROM + days));
    const since = ({ time }: { readonly time: number }) => time > at(BROKEN_ON);
    const ofType = (type: string) =>
      world.told.filter((one) => since(one) && JSON.stringify(one.json).includes(`"type":"${type}"`));
    return {
      rang: world.alarmMails.filter((one) => since(one) && one.to === "ALARM"),
      messages: ofType("changes"),
      digests: ofType("digest"),
      deadLetters: queues.messages(`arn:aws:sqs:${SOURCE}:${aws.account.id}:rds-cross-region-backup-dead-letters`)
        .length,
      failedSweeps: lambda.invocations.filter(({ outcome }) => outcome !== "ok").length,
      logBytesADay: (bytes - bytesBefore) / days,
      callsADay: (aws.audit.totalCalls - callsBefore) / days,
    };
  } finally {
    world.close();
  }
}

/** The functions, with each line of their logs counted, metrics too. */
function counting(count: (bytes: number) => void): HandlerFactories {
  const entries = Object.entries(HANDLERS).map(([name, factory]) => [
    name,
    (options: Parameters<typeof factory>[0]) => {
      const output = Object.create(options.output);
      for (const level of ["log", "debug", "info", "warn", "error"] as const) {
        output[level] = (line: unknown) => {
          count(Buffer.byteLength(String(line)) + 1);
          options.output[level](line);
        };
      }
      return factory({ ...options, output });
    },
  ]);
  return Object.fromEntries(entries);
}
