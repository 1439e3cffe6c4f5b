import type { Fault } from "../actions";
import { needsOf } from "../needs";
import { broughtOptionGroup } from "../option-group";
import type { Copy } from "../ownership";
import { isInProgress, newestOfCopies } from "../situation";
import { needsAndWantsOf } from "../wants";
import type { Covered, NewestCopy, Trouble, Warning } from "./model";
import type { Deed, NeedsSeen } from "./seen";
import { type Place, troubleOf } from "./trouble";

/** What a row tells of the kept copies of a database, whether it exists or not. */
export const ofKept = (
  kept: readonly Copy[],
  { unrestorable }: Restorability,
  needs: NeedsSeen | undefined,
): Pick<Covered, "kept" | "held" | "endedHolds" | "unrestorable" | "keys" | "optionGroups" | "warnings"> => ({
  kept: kept.length,
  ...holdsOf(kept),
  unrestorable: unrestorable.length,
  keys: keysOf(kept),
  optionGroups: optionGroupsOf(kept),
  warnings: warningsOf(kept, needs),
});

const keysOf = (copies: readonly Copy[]): string[] => [
  ...new Set(copies.flatMap(({ snapshot }) => snapshot.kmsKeyId ?? [])),
];

const optionGroupsOf = (copies: readonly Copy[]): (string | undefined)[] =>
  copies.flatMap(({ snapshot }) => (broughtOptionGroup(snapshot) ? [snapshot.optionGroup] : []));

const holdsOf = (copies: readonly Copy[]): Pick<Covered, "held" | "endedHolds"> => ({
  held: copies.filter(({ hold }) => hold?.state === "held").length,
  endedHolds: copies.flatMap(({ snapshot: { id }, hold }) =>
    hold?.countsFrom && hold.state !== "held" ? { id, until: hold.until, countsFrom: hold.countsFrom } : [],
  ),
});

export const described = (copy: Copy | undefined): NewestCopy | undefined =>
  copy && {
    id: copy.snapshot.id,
    takenAt: copy.sourceTime,
    encryption: copy.snapshot.encryption,
    kmsKeyId: copy.snapshot.kmsKeyId,
  };

export function inProgressOf(copies: readonly Copy[], deeds: readonly Deed[], now: Date): Covered["inProgress"] {
  const started = deeds.find(({ outcome, copy }) => outcome === "copied" && copy)?.copy;
  if (started) return { id: started.request.targetId, since: now, percent: 0 };
  const copy = newestOfCopies(copies.filter(isInProgress));
  return copy && { id: copy.snapshot.id, since: copy.startedAt, percent: copy.snapshot.percent };
}

/** What a run can say of whether kept copies can be restored. */
export interface Restorability {
  readonly unrestorable: readonly Copy[];
  /** What the newest of them lacks. */
  readonly fault: Fault | undefined;
  /** Whether there may be more, of which none is known: nobody has looked, or in vain. */
  readonly isUnsure: boolean;
}

export function restorability(kept: readonly Copy[], needs: NeedsSeen | undefined): Restorability {
  if (needs === undefined) return { unrestorable: [], fault: undefined, isUnsure: kept.length > 0 };
  const faultOf = ({ snapshot }: Copy): Fault | undefined => {
    const need = needsOf(snapshot).find((one) => needs.missing.has(one)) ?? "";
    const fault = needs.missing.get(need);
    return fault && { about: need, ...fault };
  };
  const faults = new Map(
    kept.flatMap((copy) => {
      const fault = faultOf(copy);
      return fault ? [[copy, fault] as const] : [];
    }),
  );
  const unrestorable = [...faults.keys()];
  const newest = newestOfCopies(unrestorable);
  const isUnknown = ({ snapshot }: Copy) => needsOf(snapshot).some((need) => needs.unknown.has(need));
  // What is known to be lost is told, whatever else could not be looked at.
  const isUnsure = unrestorable.length === 0 && kept.some(isUnknown);
  return { unrestorable, fault: newest && faults.get(newest), isUnsure };
}

/** Of the newest copy, which people would restore. */
function warningsOf(kept: readonly Copy[], needs: NeedsSeen | undefined): Warning[] {
  const snapshot = newestOfCopies(kept)?.snapshot;
  const { warnings } = needs ?? {};
  if (snapshot === undefined || warnings === undefined || warnings.size === 0) return [];
  return needsAndWantsOf(snapshot).flatMap((key) => {
    const fault = warnings.get(key);
    return fault ? { about: key, ...fault } : [];
  });
}

export const unrestorableIn = (place: Place, { unrestorable, fault }: Restorability): Trouble[] =>
  fault
    ? [
        {
          ...troubleOf("unrestorable", place, fault),
          copies: unrestorable.map(({ snapshot }) => snapshot.id).reverse(),
        },
      ]
    : [];
