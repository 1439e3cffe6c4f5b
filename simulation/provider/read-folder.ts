import type { RDSClient } from "@aws-sdk/client-rds";
import { choose } from "../../cli/restore/choose";
import { folderOf } from "../../cli/restore/folder";
import type { ExistingGroups, Folder } from "../../cli/restore/model";
import { recoveryPoints } from "../../cli/restore/recovery-points";
import { KINDS } from "../../handlers/core/model";
import { deadlineIn } from "../../handlers/rds/deadline";
import { listRestorables } from "../../handlers/rds/restorables";
import { MINUTE } from "../time/clock";

export interface FolderWanted {
  readonly region: string;
  readonly deployment: string;
  /** Of the region, for all databases. */
  readonly subnetGroup: string;
  readonly securityGroup: string;
  readonly groups: ExistingGroups;
  readonly now: Date;
}

/** The folder of all databases of which a deployment has copies in a region, as `restore` writes it, without files. */
export async function readFolder(client: RDSClient, wanted: FolderWanted): Promise<Folder> {
  const { region, deployment, subnetGroup, securityGroup, groups, now } = wanted;
  const deadline = deadlineIn(10 * MINUTE);
  try {
    const lists = await Promise.all(KINDS.map((kind) => listRestorables(kind, region, client, deadline)));
    const found = recoveryPoints(
      lists.flatMap(({ items }) => items),
      now,
    );
    const all = { databases: undefined, snapshots: [], at: undefined, deployment, sourceRegion: undefined };
    const { chosen } = choose(found, all, region);
    const own = {
      subnetGroups: new Map(),
      securityGroups: new Map(),
      names: new Map(),
      namePrefix: "",
      nameSuffix: "",
    };
    const choices = { ...own, subnetGroup, securityGroup: [securityGroup] };
    return folderOf({ chosen, choices, groups, region, now, warnings: [] });
  } finally {
    deadline.clear();
  }
}
