import type { RDSClient } from "@aws-sdk/client-rds";
import type { Folder } from "../../../cli/restore/model";
import { type Applied, apply, applyLater } from "../../provider/apply";
import { callsFor, type ResourceCalls } from "../../provider/calls";
import { folderResources } from "../../provider/folder";
import type { PlannedResource } from "../../provider/plan";
import { MINUTE } from "../../time/clock";
import type { World } from "../../world";
import { printList } from "../print";

/** Both applies of the folder: without backups, and then with them. @returns what RDS refused */
export async function restore(
  { aws, clock }: Pick<World, "aws" | "clock">,
  client: RDSClient,
  folder: Folder,
  planned: readonly PlannedResource[] = folderResources(folder, false),
): Promise<string[]> {
  const region = aws.region(folder.region);
  for (const { kind, name, family } of folder.stubs) {
    region.stock.addGroup(kind === "instance" ? "parameters" : "cluster parameters", name, family);
  }
  const first = callsFor(planned);
  const began = clock.now();
  const made = await clock.run(apply(first, client));
  const took = Math.round((clock.now() - began) / MINUTE);
  printList("1st apply", `${made.length} resources in ${took} minutes`);
  const second = await clock.run(applyLater(withBackups(first, folder), client));
  printList("2nd apply", `${second.length} modified: backups on, and what the provider sends with no restore`);
  return [...made, ...second].flatMap(({ address, refused }: Applied) => (refused ? [`${address}: ${refused}`] : []));
}

/** The second apply sends what has changed since the first, backups, and what the first could not send. */
function withBackups(first: readonly ResourceCalls[], folder: Folder): ResourceCalls[] {
  const then = new Map(callsFor(folderResources(folder, true)).map((one) => [one.address, one]));
  return first.map((one) => {
    const days = then.get(one.address)?.modifying?.input.BackupRetentionPeriod;
    const isSame = days === undefined || days === one.modifying?.input.BackupRetentionPeriod;
    if (isSame) return one;
    const { action = "ModifyDBInstance", input = {} } = one.later ?? {};
    return {
      ...one,
      later: {
        action,
        input: { DBInstanceIdentifier: one.id, ApplyImmediately: true, ...input, BackupRetentionPeriod: days },
      },
    };
  });
}
