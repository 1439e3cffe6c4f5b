import type { DatabaseRecord, Encryption, Kind } from "../rds/model";
import { MINUTE } from "../time/clock";
import type { SettingsPlan } from "./scenario";
import { GIVEN_KEYS, givenKey } from "./stack";

/** No run lasts longer, so replaced settings may still be in use for this time. */
const LONGEST_RUN = 16 * MINUTE;

/** The settings as deployed, with their meaning written independently of the handlers. */
export class SettingsHistory {
  readonly #deployed: { readonly from: number; readonly settings: SettingsPlan; readonly keys: Keys }[] = [];

  /** @param keys made by the stack, by region */
  deployed(from: number, settings: SettingsPlan, keys: Keys): void {
    this.#deployed.push({ from, settings, keys });
  }

  get hasBeenDeployed(): boolean {
    return this.#deployed.length > 0;
  }

  get current(): SettingsPlan {
    const last = this.#deployed.at(-1);
    if (!last) throw new Error("No settings have been deployed.");
    return last.settings;
  }

  get deployedAt(): readonly number[] {
    return this.#deployed.map(({ from }) => from);
  }

  /** When the current ones were deployed. */
  get currentSince(): number {
    return this.#deployed.at(-1)?.from ?? 0;
  }

  /** Since when there have been copies to a region without a break; undefined if there are none now. */
  targetSince(region: string): number | undefined {
    const others = this.#deployed.findLastIndex(({ settings }) =>
      settings.targets.every((one) => one.region !== region),
    );
    return this.#deployed[others + 1]?.from;
  }

  /** The settings that a run active now may have been started with. */
  inUse(now: number): readonly SettingsPlan[] {
    return this.#inUse(now).map(({ settings }) => settings);
  }

  /** Keys that a copy of a database may be made with now; undefined: none. */
  keysFor(region: string, databaseId: string, now: number): readonly (string | undefined)[] {
    return this.#inUse(now).map(({ settings, keys }) => keyOf(settings, keys, region, databaseId));
  }

  #inUse(now: number) {
    return this.#deployed.filter((_, index) => (this.#deployed[index + 1]?.from ?? now) > now - LONGEST_RUN);
  }
}

export type Keys = ReadonlyMap<string, string>;

/** The database's own key, else the region's. The patterns of a plan never overlap. */
function keyOf(settings: SettingsPlan, created: Keys, region: string, databaseId: string): string | undefined {
  const target = settings.targets.find((one) => one.region === region);
  if (!target) return undefined;
  if (target.databaseKeys.some((pattern) => fits(pattern, databaseId))) return givenKey(region, GIVEN_KEYS.database);
  if (target.key === "given") return givenKey(region, GIVEN_KEYS.region);
  return target.key === "created" ? created.get(region) : undefined;
}

export function fits(pattern: string, id: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return id === pattern;
  if (!id.startsWith(first)) return false;
  let from = first.length;
  const last = others.pop() ?? "";
  for (const part of others) {
    const found = id.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return id.length - last.length >= from && id.endsWith(last);
}

/** Whether the settings ask for copies of a database, and whether RDS can make them. */
export function isSelected({ include, exclude, onlyProd }: SettingsPlan, { id, ...database }: DatabaseRecord): boolean {
  if (database.memberOf !== undefined || ["docdb", "neptune"].includes(database.engine)) return false;
  const isNamed = include.some((pattern) => fits(pattern, id)) && !exclude.some((pattern) => fits(pattern, id));
  return isNamed && (!onlyProd || database.tags.env === "prod");
}

export function isCopyable({ kind, engine, backupRetentionDays, backupTarget }: DatabaseRecord): boolean {
  if (engine.startsWith("custom-") || backupTarget !== "region" || backupRetentionDays === 0) return false;
  return kind === "instance" || engine.startsWith("aurora");
}

/** How a copy must be encrypted, with a key of its database in the target region. */
export function encryptedAs(
  source: { readonly kind: Kind; readonly encryption: Encryption },
  key: string | undefined,
  sseRdsWithKey: "accepted" | "refused",
): { readonly encryption: Encryption; readonly kmsKeyArn: string | undefined } | undefined {
  const without = { encryption: source.encryption, kmsKeyArn: undefined };
  if (source.encryption === "sse-kms") return key === undefined ? undefined : { encryption: "sse-kms", kmsKeyArn: key };
  if (key === undefined) return without;
  if (source.encryption === "sse-rds" && sseRdsWithKey === "refused") return without;
  if (source.encryption === "none" && source.kind === "cluster") return without;
  return { encryption: "sse-kms", kmsKeyArn: key };
}
