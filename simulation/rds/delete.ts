import { snapshotArn } from "../iam/arns";
import { AwsError } from "../wire/errors";
import { instanceEvents } from "./events";
import { inProgress, type Kind } from "./model";
import { type Operation, requireAccess } from "./operation";
import { snapshotElement } from "./shapes";
import { resourceTagContext } from "./tags";

const NAMES = {
  instance: {
    action: "DeleteDBSnapshot",
    id: "DBSnapshotIdentifier",
    notFound: "DBSnapshotNotFound",
    invalidState: "InvalidDBSnapshotState",
    tagKey: "rds:snapshot-tag/",
  },
  cluster: {
    action: "DeleteDBClusterSnapshot",
    id: "DBClusterSnapshotIdentifier",
    notFound: "DBClusterSnapshotNotFoundFault",
    invalidState: "InvalidDBClusterSnapshotStateFault",
    tagKey: "rds:cluster-snapshot-tag/",
  },
} as const;

/** DeleteDBSnapshot and DeleteDBClusterSnapshot. Deleting a copy in progress cancels it (docs/aws-facts.md#deleting-snapshots). */
export function deleteSnapshot(kind: Kind): Operation {
  const names = NAMES[kind];
  return async ({ region, parameters, caller }) => {
    const { account, assumptions, clock, durations, random } = region.rds;
    const id = parameters.required(names.id).toLowerCase();
    const notFound = () => new AwsError(names.notFound, `${names.id} ${id} not found.`, 404);
    const found = region.snapshot(kind, id);
    if (!found && assumptions.deletionOfMissing !== "denied") throw notFound();
    const tags = found?.tags ?? {};
    const rdsTags = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${names.tagKey}${key}`, value]));
    await requireAccess(caller, {
      action: `rds:${names.action}`,
      resource: snapshotArn(account, region.name, kind, id),
      context: { ...resourceTagContext(tags), ...rdsTags },
    });
    const snapshot = region.snapshot(kind, id);
    if (!snapshot) throw notFound();
    const refuse = (why: string) => new AwsError(names.invalidState, `Cannot delete the snapshot ${id}: ${why}.`);
    if (snapshot.type === "automated") throw refuse("it is automated");
    if (snapshot.type === "awsbackup") throw refuse("it belongs to AWS Backup");
    if (snapshot.status === "deleting") throw refuse("it is being deleted");
    if (inProgress(snapshot) && snapshot.sourceArn === undefined) throw refuse(`it is in state ${snapshot.status}`);
    const deleting = region.copies.deleting(snapshot);
    clock.after(durations.delete(random), () => {
      if (!region.current(deleting)) return;
      region.remove(deleting);
      if (kind === "instance") region.raise(instanceEvents.manualSnapshotDeleted, deleting);
    });
    return { body: snapshotElement(deleting, clock.now()), snapshot };
  };
}
