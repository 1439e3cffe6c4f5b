import type { Fault } from "../core/actions";
import { commonestFirst } from "../core/identity";
import type { TargetSnapshot } from "../core/model";
import { type OfferedVersion, versionNeed, versionOf } from "../core/needs";
import { oncePer } from "../core/once";
import { toRdsError } from "../rds/errors";
import type { Offered, Offers } from "../rds/offers";
import { lookAtEach } from "./look-at-each";
import type { NeedsFound } from "./needs-of-copies";
import type { Run } from "./run";

/** A daily run asks for so many engine versions at most. */
export const MOST_VERSIONS = 200;
const AT_ONCE = 10;

/** Asks RDS once for each engine version of our copies in each target region whether it still lists it. Those of most copies come first. */
export async function versionsOfCopies(
  copies: readonly TargetSnapshot[],
  offers: Pick<Offers, "versions">,
  { timeLeft }: Pick<Run, "timeLeft">,
): Promise<NeedsFound & { readonly deprecated: ReadonlyMap<string, Fault> }> {
  const deprecated = new Map<string, Fault>();
  const listed = oncePer((region: string, engine: string) => offers.versions(region, engine));
  const wanted = commonestFirst(
    copies.flatMap((copy) => versionOf(copy) ?? []),
    versionNeed,
  );
  const looking = { wanted, most: MOST_VERSIONS, mostSaid: String(MOST_VERSIONS), atOnce: AT_ONCE, timeLeft };
  const found = await lookAtEach({ ...looking, keyOf: versionNeed, said }, async (one) => {
    const state = await stateOf(one, offers, listed);
    if (state === "deprecated") deprecated.set(versionNeed(one), ageing(one));
    if (state === "retired") return retired(one);
    return state === "available" || state === "deprecated" ? undefined : state;
  });
  return { ...found, deprecated };
}

/**
 * @param listed all versions of an engine
 * @returns a sentence: why that is not known
 */
async function stateOf(
  one: OfferedVersion,
  offers: Pick<Offers, "versions">,
  listed: (region: string, engine: string) => ReturnType<Offers["versions"]>,
): Promise<Offered | "retired" | string> {
  const { engine, version, region } = one;
  try {
    const found = (await offers.versions(region, engine, version)).get(version);
    if (found) return found;
    // People are woken for this: RDS must have said it twice, and must know the engine.
    const all = await listed(region, engine);
    if (all.size === 0) return `${said(one)} could not be looked at: RDS lists no version of ${engine} there`;
    return all.get(version) ?? "retired";
  } catch (thrown) {
    const error = toRdsError(thrown);
    return `${said(one)} could not be looked at: ${error.awsCode}: ${error.message}`;
  }
}

const said = (one: OfferedVersion): string => `the engine version ${versionNeed(one)}`;

/** Engines whose DB snapshots RDS can upgrade (docs/aws-facts.md#engine-versions). */
const UPGRADABLE = /^(mysql|mariadb|postgres|oracle-[a-z0-9-]+)$/;

/** What RDS does with a copy of a version that it does not list is not documented for each engine (docs/aws-facts.md#engine-versions). */
export function retired(one: OfferedVersion): Fault {
  const { engine, version } = one;
  const way = UPGRADABLE.test(engine)
    ? "upgrade copies that are needed with aws rds modify-db-snapshot --engine-version, as far as RDS knows a way"
    : engine.startsWith("aurora")
      ? "restore copies that are needed with the --engine-version of one that RDS lists, as far as it knows a way"
      : "restore copies that are needed where RDS still lists it";
  return {
    reason: "version-retired",
    about: `${engine} ${version}`,
    cause: `RDS does not list ${versionNeed(one)}, not even as deprecated, so that it refuses to restore a copy of it there, or restores it as another version`,
    remedy: `upgrade databases that still run it, so that new copies can be restored; ${way}; delete those that nobody needs`,
  };
}

const ageing = (one: OfferedVersion): Fault => ({
  reason: "version-deprecated",
  about: `${one.engine} ${one.version}`,
  cause: `RDS has deprecated ${versionNeed(one)}, so that it may restore copies of it as another version`,
  remedy: "upgrade databases that still run it, before RDS lists it no more",
});
