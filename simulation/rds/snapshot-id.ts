import { invalidValue } from "../wire/errors";
import type { Kind } from "./model";

const LONGEST: Readonly<Record<Kind, number>> = { instance: 255, cluster: 63 };

/** @throws AwsError InvalidParameterValue unless RDS would take the id for a manual snapshot (docs/aws-facts.md#snapshot-ids) */
export function checkSnapshotId(kind: Kind, parameter: string, id: string): void {
  if (id.length > LONGEST[kind]) {
    throw invalidValue(`The parameter ${parameter} must have 1 to ${LONGEST[kind]} characters; it has ${id.length}.`);
  }
  if (!/^[a-z](-?[a-z0-9])*$/i.test(id)) {
    throw invalidValue(
      `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII ` +
        "letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.",
    );
  }
}
