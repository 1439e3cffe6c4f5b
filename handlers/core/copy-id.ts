import { createHash } from "node:crypto";
import type { Deployment } from "./deployment";
import type { Kind } from "./model";
import type { Source } from "./sources";

/** Longest snapshot id of each kind (docs/aws-facts.md#snapshot-ids). */
export const MAX_ID_LENGTH: Readonly<Record<Kind, number>> = { instance: 255, cluster: 63 };

export interface CopySource {
  readonly kind: Kind;
  readonly databaseId: string;
  readonly sourceRegion: string;
  readonly snapshotId: string;
  readonly sourceArn: string;
}

/**
 * The id of the copy of a snapshot: `<database>-<source region>-<rest>`, where the rest is the snapshot's id without
 * `rds:` and without a leading `<database>-`. The same source always gives the same id, so no copy is made twice.
 * If the id would be too long, the database part is cut and gets a hash of the source ARN. The region stays whole, as
 * the role's permissions depend on it, and so does the rest.
 */
export function copyId(source: CopySource): string {
  const { kind, databaseId, sourceRegion, snapshotId, sourceArn } = source;
  const name = snapshotId.replace(/^rds:/, "");
  const prefix = `${databaseId}-`;
  const rest = clean(name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name);
  const max = MAX_ID_LENGTH[kind];
  const id = `${clean(databaseId)}-${sourceRegion}-${rest}`;
  if (id.length <= max) return id;
  const hash = createHash("sha256").update(sourceArn).digest("hex").slice(0, 8);
  const room = max - `-${hash}-${sourceRegion}-`.length;
  // A snapshot taken before its database was renamed has a long rest: the end of it is kept, which is the time.
  const shortRest = clean(rest.slice(-(room - 1)));
  const database = clean(clean(databaseId).slice(0, room - shortRest.length));
  return `${database}-${hash}-${sourceRegion}-${shortRest}`;
}

/** The id of a deployment's copy of a source, the same in each target region. */
export const copyIdOf = ({ kind, databaseId, id, arn }: Source, { sourceRegion }: Deployment): string =>
  copyId({ kind, databaseId, sourceRegion, snapshotId: id, sourceArn: arn });

/** Lower case, letters, digits and single hyphens, none at the end, as RDS demands (docs/aws-facts.md#snapshot-ids). */
function clean(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
