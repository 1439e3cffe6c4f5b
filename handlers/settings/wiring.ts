/** What is in the environment beside settings. */
export type WiringName = "NOTIFICATION_TOPIC_ARN" | "TOLD_PARAMETER" | "TARGETS_SINCE";

/** What Terraform writes into the environment beside settings (modules/wiring.ts). */
export interface Wiring {
  /** The topic of messages; undefined: there is none. */
  readonly notificationTopicArn: string | undefined;
  /** The parameter with what was told last; undefined: there is none. */
  readonly toldParameter: string | undefined;
  /** When a target region was first applied; absent: long ago, as after an import. */
  readonly targetsSince: ReadonlyMap<string, Date>;
}

/**
 * Never fails: nobody types these values, and without them copies are made all the same. A time that cannot be read is long ago, so that
 * a database counts as late sooner, and nothing is kept silent.
 */
export function parseWiring(env: Readonly<Partial<Record<WiringName, string | undefined>>>): Wiring {
  return {
    notificationTopicArn: env.NOTIFICATION_TOPIC_ARN || undefined,
    toldParameter: env.TOLD_PARAMETER || undefined,
    targetsSince: timesIn(env.TARGETS_SINCE ?? "{}"),
  };
}

function timesIn(text: string): ReadonlyMap<string, Date> {
  const times = Object.entries(parsed(text)).flatMap(([region, value]): [string, Date][] => {
    const time = new Date(typeof value === "string" ? value : Number.NaN);
    return Number.isNaN(time.getTime()) ? [] : [[region, time]];
  });
  return new Map(times);
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
