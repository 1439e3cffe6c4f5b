import { counted } from "../../handlers/core/told/words";
import { SCHEMA } from "../options";
import type { Problem } from "../problem";
import type { Folder } from "./model";
import type { Claim } from "./recovery-points";

export interface Result {
  readonly folder: Folder | undefined;
  /** Where it was written. */
  readonly path: string | undefined;
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly claims: readonly Claim[];
}

/** What `--json` prints. */
export function resultJson(region: string, { folder, path, files, problems, warnings, claims }: Result): object {
  return {
    schema: SCHEMA,
    region,
    folder: path,
    files,
    databases:
      folder?.databases.map((one) => ({
        name: one.name,
        kind: one.kind,
        lost_name: one.lostName,
        deployment: one.deployment,
        source_region: one.sourceRegion,
        copy: one.snapshot,
        backup_of: one.time?.toISOString(),
        size_gib: one.sizeGib,
        kms_key: one.keyArn,
        restore_sheet: one.sheet,
        differences: one.differences,
      })) ?? [],
    not_restored: problems,
    warnings: [...warnings, ...claims.map(claimText)],
  };
}

export const claimText = ({ id, deployment, why }: Claim): string =>
  `${id} is tagged as a copy of deployment ${deployment}, but is none, and is left out: ${why}. --snapshot ${id} restores it all the same.`;

/** What a person is told who has a folder now. */
export function resultText({ folder, path }: Result): string {
  if (folder === undefined || path === undefined) return "";
  const gib = folder.databases.reduce((sum, { sizeGib }) => sum + sizeGib, 0);
  return `${counted(folder.databases.length, "database")}, ${gib} GiB, to be restored in ${folder.region}: ${path}\nGo on with ${path}/README.md\n`;
}
