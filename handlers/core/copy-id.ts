import { createHash } from "node:crypto";
import type { Kind } from "./model";

/** Longest snapshot id of each kind (facts §0.6 and §2.1). */
export const MAX_ID_LENGTH: Readonly<Record<Kind, number>> = { instance: 255, cluster: 63 };

export interface CopySource {
  readonly kind: Kind;
  readonly databaseId: string;
  readonly sourceRegion: string;
  readonly snapshotId: string;
  readonly sourceArn: string;
}

/**
 * The id of the copy of a snapshot: `<database>-<source region>-<rest>`, the rest being the snapshot's id without
 * `rds:` and without a leading `<database>-`. The same source always gives the same id, so a copy that exists
 * cannot be made twice. Where the id would be too long the database part is cut and gets a hash of the source
 * ARN; region and rest stay whole, as the permissions of the functions depend on the region.
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
  // A snapshot that still bears the former name of a renamed database has a long rest: its end, the time, stays.
  const shortRest = clean(rest.slice(-(room - 1)));
  const database = clean(clean(databaseId).slice(0, room - shortRest.length));
  return `${database}-${hash}-${sourceRegion}-${shortRest}`;
}

/** Lower case, letters, digits and single hyphens, none at the end: what RDS takes (facts §2.1). */
function clean(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
