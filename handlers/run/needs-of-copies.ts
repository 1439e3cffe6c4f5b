import type { Keys } from "../aws/keys";
import type { Fault } from "../core/actions";
import type { Copy } from "../core/ownership";
import type { Offers } from "../rds/offers";
import { keysOfCopies } from "./keys-of-copies";
import type { Run } from "./run";
import { versionsOfCopies } from "./versions-of-copies";
import { wantsOfCopies } from "./wants-of-copies";

/** What is known of what restores of copies need (`needsOf`). */
export interface NeedsFound {
  /** Why copies cannot be restored as things are, by what they need. */
  readonly missing: ReadonlyMap<string, Fault>;
  /** Why nothing is known of a need, in a sentence. Whose it is is not called unrestorable for it. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** The same of all that was looked at, with what may hinder a restore without preventing it. */
export interface AllFound extends NeedsFound {
  readonly warnings: ReadonlyMap<string, Fault>;
}

/** Where a daily run looks. */
export interface Looks {
  readonly keys: Keys;
  readonly offers: Offers;
}

/** Looks at what restores of our copies need, as `restore_checks` says. Undefined: nobody looks. */
export async function needsOfCopies(
  copies: readonly Copy[],
  { keys, offers }: Looks,
  run: Run,
): Promise<AllFound | undefined> {
  const { restoreChecks } = run.settings;
  if (restoreChecks === "off") return undefined;
  const snapshots = copies.map(({ snapshot }) => snapshot);
  const [ofKeys, ofVersions] = await Promise.all([
    keysOfCopies(snapshots, run.settings, keys),
    versionsOfCopies(snapshots, offers, run),
  ]);
  const wants = restoreChecks === "all" ? await wantsOfCopies(copies, offers, run, ofVersions.missing) : NOTHING;
  return {
    missing: new Map([...ofKeys.missing, ...ofVersions.missing]),
    unknown: new Map([...ofKeys.unknown, ...ofVersions.unknown, ...wants.unknown]),
    warnings: new Map(restoreChecks === "all" ? [...ofVersions.deprecated, ...wants.missing] : []),
  };
}

const NOTHING: NeedsFound = { missing: new Map(), unknown: new Map() };
