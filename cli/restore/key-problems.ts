import type { Fault } from "../../handlers/core/actions";
import { moment } from "../../handlers/core/told/words";
import type { Problem } from "../problem";
import type { Chosen } from "./choose";
import type { Found, RecoveryPoint } from "./recovery-points";

/**
 * What a dead key stands in the way of. A folder is written all the same: the key may be mended before it is applied.
 *
 * @param unusable why a key cannot be used, by its ARN
 */
export function keyProblems(
  chosen: readonly Chosen[],
  { copies }: Pick<Found, "copies">,
  unusable: ReadonlyMap<string, Fault>,
): Problem[] {
  return chosen.flatMap(({ point }) => {
    const fault = unusable.get(point.snapshot.kmsKeyId ?? "");
    return fault === undefined
      ? []
      : { of: `${point.kind}/${point.database}`, cause: fault.cause, remedy: remedy(fault, otherKeyed(point, copies)) };
  });
}

function remedy({ reason, remedy }: Fault, other: RecoveryPoint | undefined): string {
  const take =
    other?.time &&
    `take its copy of ${moment(other.time)}, which is under another key: --at ${other.time.toISOString()}`;
  if (reason !== "key-gone") return take ? `${remedy}; or ${take}` : remedy;
  return take ?? "there is no copy of it under another key";
}

/** The newest copy of the same database that is not under the same key. */
function otherKeyed(point: RecoveryPoint, copies: readonly RecoveryPoint[]): RecoveryPoint | undefined {
  const [newest] = copies
    .filter(
      (one) =>
        point.deployment !== undefined &&
        one.deployment === point.deployment &&
        one.sourceRegion === point.sourceRegion &&
        one.kind === point.kind &&
        one.database === point.database &&
        one.condition === "available" &&
        one.snapshot.kmsKeyId !== point.snapshot.kmsKeyId,
    )
    .toSorted((a, b) => (b.time?.getTime() ?? 0) - (a.time?.getTime() ?? 0));
  return newest;
}
