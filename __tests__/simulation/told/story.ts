import { HANDLERS, plainStack, SOURCE, TARGET } from "../../../simulation/estate/plain-deployment";
import type { DatabaseOptions, Region } from "../../../simulation/rds/region";
import type { Told } from "../../../simulation/sns/told";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { saidIn } from "../../../simulation/trials/invariants/messages";
import { World, type WorldOptions } from "../../../simulation/world";

/** A Monday. Stories tell time in days and hours since then. */
const START = new Date("2026-03-02T00:00:00Z");

const NAME = "rds-cross-region-backup";

type Props = Parameters<typeof plainStack>[0];

/** When the alarm rings, or is over: by name, without the name of the deployment. */
interface Rang {
  readonly alarm: string;
  readonly to: string;
  readonly hour: number;
}

/** A deployment of the real module in a simulated AWS account, what happens to it, and what people get to know of it. */
export class Story {
  readonly source: Region;
  readonly target: Region;

  constructor(readonly world: World) {
    this.source = world.aws.region(SOURCE);
    this.target = world.aws.region(TARGET);
  }

  /** Databases that have existed for ten days. */
  instances(ids: readonly string[], options: Partial<DatabaseOptions> = {}): void {
    const createdAt = START.getTime() - 10 * DAY;
    for (const id of ids) this.source.addInstance({ createdAt, ...options, id });
  }

  /** A database under a key of its own. @returns the key */
  underOwnKey(id: string): string {
    const encryption = this.world.aws.kms.addKey(SOURCE);
    this.instances([id], { encryption });
    return encryption;
  }

  async deploy(props: Props = {}): Promise<void> {
    await this.world.run(this.world.deploy(plainStack({ followUpIntervalMinutes: 60, ...props }), HANDLERS));
  }

  /** Lets time pass until then. */
  async until(day: number, hour = 0): Promise<void> {
    await this.world.runUntil(START.getTime() + day * DAY + hour * HOUR);
  }

  hourOf(time: number): number {
    return (time - START.getTime()) / HOUR;
  }

  /** Messages of what began and is over, since then. */
  messages(day = 0, hour = 0): readonly Told[] {
    return this.#told("changes", day * 24 + hour);
  }

  digests(day = 0, hour = 0): readonly Told[] {
    return this.#told("digest", day * 24 + hour);
  }

  /** `stale orders`, of all that messages have named since then, in their order. */
  named(day = 0, hour = 0): readonly string[] {
    return this.messages(day, hour).flatMap((one) =>
      saidIn(one).troubles.map(({ trouble, database }) => `${trouble} ${database}`),
    );
  }

  /** Changes of alarms of which somebody is told, since then. */
  rang(day = 0, hour = 0): readonly Rang[] {
    return this.world.alarmMails
      .map(({ alarm, to, time }) => ({ alarm: alarm.replace(`${NAME}-`, ""), to, hour: this.hourOf(time) }))
      .filter((one) => one.hour >= day * 24 + hour);
  }

  /** The names of alarms that rang since then. */
  alarms(day = 0, hour = 0): readonly string[] {
    const ringing = this.rang(day, hour).filter(({ to }) => to === "ALARM");
    return [...new Set(ringing.map(({ alarm }) => alarm))].sort();
  }

  /** Values of a metric of ours since then, the oldest first. */
  metric(name: string, dimensions: Readonly<Record<string, string>> = {}, day = 0, hour = 0): readonly number[] {
    const points = this.world.metrics.get("RdsCrossRegionBackup", name, { service: NAME, ...dimensions });
    return points.filter(({ time }) => this.hourOf(time) >= day * 24 + hour).map(({ value }) => value);
  }

  /** Available copies of a database, the oldest first. */
  copies(id: string) {
    return [...this.target.snapshots.instance.values()]
      .filter(({ databaseId, status }) => databaseId === id && status === "available")
      .sort((a, b) => a.startedAt - b.startedAt);
  }

  #told(type: string, fromHour: number): readonly Told[] {
    return this.world.told.filter((one) => typeOf(one) === type && this.hourOf(one.time) >= fromHour);
  }
}

/** Plays a story from its first day on, in a world of its own. */
export async function play(tell: (story: Story) => Promise<void>, options: Partial<WorldOptions> = {}): Promise<void> {
  const world = new World({ start: START, seed: 7, ...options });
  try {
    await tell(new Story(world));
  } finally {
    world.close();
  }
}

function typeOf({ json }: Told): unknown {
  const metadata: unknown = json?.metadata;
  const context: unknown = Object(metadata).additionalContext;
  return Object(context).type;
}
