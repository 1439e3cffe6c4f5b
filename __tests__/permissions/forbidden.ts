import type { AccessRequest } from "../../simulation/iam/access";
import { arn } from "../../simulation/iam/arns";
import { requestTagContext, resourceTagContext } from "../../simulation/rds/tags";
import { CopyRequests, KINDS } from "./copies";
import { ACCOUNT, type Deployment, ELSEWHERE, OTHER_ACCOUNT, SECOND_TARGET, SOURCE, TARGET } from "./deployments";
import { forbiddenKeys } from "./forbidden-keys";
import { forbiddenServices } from "./forbidden-services";

export interface Forbidden extends AccessRequest {
  readonly what: string;
}

/** Source region of another deployment of the same name. */
const OTHER_SOURCE = "eu-west-2";

/** What the functions must not be allowed. */
export function forbidden(deployment: Deployment): Forbidden[] {
  return [
    ...KINDS.flatMap((kind) =>
      deployment.targets.flatMap((target) => {
        const requests = new CopyRequests(kind, deployment, target);
        const cases = [deletions, tagging, readingTags, copying, lists].flatMap((group) => group(requests));
        return cases.map(({ what, ...request }) => ({ what: `${what} (${kind}, ${target})`, ...request }));
      }),
    ),
    ...deployment.targets.flatMap((target) => otherActions(deployment, target)),
    ...optionGroups(deployment),
    ...forbiddenKeys(deployment),
    ...forbiddenServices(deployment),
  ];
}

/** Regions in which nothing may be changed; the other target region too, where this deployment has but one. */
const foreignRegions = ({ targets }: Deployment) =>
  [SOURCE, ELSEWHERE, TARGET, SECOND_TARGET].filter((region) => !targets.includes(region));

function deletions(requests: CopyRequests): Forbidden[] {
  const { target, copyId, deployment } = requests;
  const own = requests.tags();
  const { CrossRegionBackup: _name, ...withoutName } = own;
  const { "CrossRegionBackup/SourceArn": _source, ...withoutSource } = own;
  const tagged = (what: string, tags: Record<string, string>) => ({
    what: `delete a snapshot ${what}`,
    ...requests.remove(undefined, tags),
  });
  const named = (what: string, resource: string, tags = own) => ({
    what: `delete ${what}`,
    ...requests.remove(resource, tags),
  });
  const both = `mail-${SOURCE}-old-${OTHER_SOURCE}-2026-03-02-03-07`;
  return [
    tagged("without tags", {}),
    tagged("without the name of a deployment", withoutName),
    tagged("without a source", withoutSource),
    tagged("of another deployment of this region", requests.tags({ name: "other-team" })),
    tagged("of a deployment whose name begins alike", requests.tags({ name: `${deployment.name}-2` })),
    tagged("of a deployment whose name differs in case", requests.tags({ name: deployment.name.toUpperCase() })),
    tagged("with a source of another region", requests.tags({ region: OTHER_SOURCE })),
    ...["forever", "Forever", "INC-7", "2027-1-31", "1999-12-31", "2027-01-31 or later"].map((hold) =>
      tagged(`that is held ${hold}`, { ...own, "CrossRegionBackup/Hold": hold }),
    ),
    tagged("with a source of another account", requests.tags({ account: OTHER_ACCOUNT.id })),
    named("a snapshot of a restored database", requests.snapshot(target, "orders-restored")),
    named(
      "a copy of a deployment of the same name in another source region",
      requests.snapshot(target, `orders-${OTHER_SOURCE}-2026-03-02-03-07`),
      requests.tags({ region: OTHER_SOURCE }),
    ),
    named(
      "such a copy of a database that is called like our region",
      requests.snapshot(target, both),
      requests.tags({ region: OTHER_SOURCE }),
    ),
    named("a copy of another account", requests.snapshot(target, copyId, OTHER_ACCOUNT)),
    named(
      "an automated snapshot of a restored database",
      requests.snapshot(target, `rds:orders-${SOURCE}-restored-2026-03-02-03-07`),
    ),
    named(
      "a snapshot of AWS Backup of a restored database",
      requests.snapshot(target, `awsbackup:job-orders-${SOURCE}-restored`),
    ),
    named("an automated snapshot of the source", requests.snapshot(SOURCE, "rds:orders-2026-03-02-03-07")),
    ...foreignRegions(deployment).map((region) =>
      named(`a snapshot with our tags in ${region}`, requests.snapshot(region, copyId)),
    ),
  ];
}

function tagging(requests: CopyRequests): Forbidden[] {
  const { kind, target, copyId, deployment } = requests;
  const { CrossRegionBackup: _name, ...withoutName } = requests.tags();
  const asked = (what: string, tags: Record<string, string>) => ({
    what: `tag a copy ${what}`,
    ...requests.tag(undefined, tags),
  });
  const existing = (what: string, tags: Record<string, string>) => ({
    what: `claim ${what}`,
    ...requests.tag(undefined, undefined, tags),
  });
  const named = (what: string, resource: string) => ({ what: `tag ${what}`, ...requests.tag(resource) });
  const database = arn(ACCOUNT, "rds", target, `${kind === "instance" ? "db" : "cluster"}:orders-${SOURCE}-restored`);
  const untag = (what: string, tags: Record<string, string>) => ({
    what: `untag ${what}`,
    action: "rds:RemoveTagsFromResource",
    resource: requests.snapshot(target, copyId),
    context: requests.tag(undefined, undefined, tags).context ?? {},
  });
  return [
    asked("without the name of the deployment", withoutName),
    asked("with nothing", {}),
    asked("as another deployment's", requests.tags({ name: "other-team" })),
    asked("as that of a deployment whose name begins alike", requests.tags({ name: `${deployment.name}-2` })),
    existing("a copy of another deployment", requests.tags({ name: "other-team" })),
    existing("a copy with a source of another region", requests.tags({ region: OTHER_SOURCE })),
    existing("a copy with a source of another account", requests.tags({ account: OTHER_ACCOUNT.id })),
    named("a snapshot made by hand", requests.snapshot(target, "orders-before-migration")),
    named("a snapshot of another account", requests.snapshot(target, copyId, OTHER_ACCOUNT)),
    named("the source snapshot", requests.snapshot(SOURCE, "rds:orders-2026-03-02-03-07")),
    named("an automated snapshot", requests.snapshot(target, `rds:orders-${SOURCE}-restored-2026-03-02-03-07`)),
    named("a snapshot of AWS Backup", requests.snapshot(target, `awsbackup:job-orders-${SOURCE}-restored`)),
    named("a restored database", database),
    ...foreignRegions(deployment).map((region) => named(`in ${region}`, requests.snapshot(region, copyId))),
    untag("a copy", requests.tags()),
    untag("a copy of another deployment", requests.tags({ name: "other-team" })),
    untag("a snapshot made by hand", {}),
  ];
}

function copying(requests: CopyRequests): Forbidden[] {
  const { target, copyId, deployment } = requests;
  const from = (what: string, resource: string) => ({ what: `copy from ${what}`, ...requests.copy(resource) });
  const to = (what: string, resource: string) => ({ what: `copy to ${what}`, ...requests.copy(resource) });
  const automated = "rds:orders-2026-03-02-03-07";
  return [
    from("a snapshot made by hand", requests.snapshot(SOURCE, "orders-before-migration")),
    from("a snapshot of AWS Backup", requests.snapshot(SOURCE, "awsbackup:job-orders")),
    from("a snapshot shared by another account", requests.snapshot(SOURCE, "orders-shared", OTHER_ACCOUNT)),
    from("an automated snapshot of another account", requests.snapshot(SOURCE, automated, OTHER_ACCOUNT)),
    ...[...foreignRegions(deployment), target]
      .filter((region) => region !== SOURCE)
      .map((region) => from(`an automated snapshot of ${region}`, requests.snapshot(region, automated))),
    to("an id that does not name the source region", requests.snapshot(target, "orders-2026-03-02-03-07")),
    to("an id of another source region", requests.snapshot(target, `orders-${OTHER_SOURCE}-2026-03-02-03-07`)),
    to("another account", requests.snapshot(target, copyId, OTHER_ACCOUNT)),
    ...foreignRegions(deployment).map((region) => to(region, requests.snapshot(region, copyId))),
  ];
}

function readingTags(requests: CopyRequests): Forbidden[] {
  const { kind, target, copyId, deployment } = requests;
  const database = arn(ACCOUNT, "rds", target, `${kind === "instance" ? "db" : "cluster"}:orders-${SOURCE}-restored`);
  const of = (what: string, resource: string) => ({ what: `read the tags of ${what}`, ...requests.readTags(resource) });
  return [
    of("a snapshot that is not called like a copy", requests.snapshot(target, "orders-before-migration")),
    of("a copy from another source region", requests.snapshot(target, `orders-${OTHER_SOURCE}-2026-03-02-03-07`)),
    of("a copy of another account", requests.snapshot(target, copyId, OTHER_ACCOUNT)),
    of("a restored database", database),
    ...foreignRegions(deployment).map((region) => of(`a snapshot in ${region}`, requests.snapshot(region, copyId))),
  ];
}

function lists(requests: CopyRequests): Forbidden[] {
  const { deployment, target } = requests;
  const regions = foreignRegions(deployment).filter((region) => region !== SOURCE);
  return [
    ...regions.flatMap((region) =>
      requests.list(region).map((request) => ({ what: `list the snapshots of ${region}`, ...request })),
    ),
    ...[SOURCE, target].flatMap((region) =>
      requests.list(region, OTHER_ACCOUNT).map((request) => ({ what: "list another account's snapshots", ...request })),
    ),
    ...[...regions, target].map((region) => ({
      what: `list the databases of ${region}`,
      ...requests.listDatabases(region),
    })),
    { what: "list another account's databases", ...requests.listDatabases(SOURCE, OTHER_ACCOUNT) },
  ];
}

/** All of them where copies take none along; else other regions, accounts, and what is not ours. */
function optionGroups({ name, targets, props }: Deployment): Forbidden[] {
  const group = (region: string, account = ACCOUNT) => arn(account, "rds", region, "og:tde");
  const make = (resource: string) => ({ action: "rds:CreateOptionGroup", resource });
  const tag = (resource: string, asked: Record<string, string>, existing: Record<string, string> = {}) => ({
    action: "rds:AddTagsToResource",
    resource,
    context: { ...requestTagContext(asked), ...resourceTagContext(existing) },
  });
  const ours = { CrossRegionBackup: name };
  const others = { CrossRegionBackup: "other-team" };
  const [target = TARGET] = targets;
  const elsewhere = [SOURCE, ELSEWHERE, ...(props.copyOptionGroups === "never" ? targets : [])];
  const copy = {
    action: "rds:CopyDBSnapshot",
    resource: arn(ACCOUNT, "rds", target, `snapshot:orders-${SOURCE}-2026-03-02-03-07`),
    context: { "rds:CopyOptionGroup": "true" },
  };
  return [
    ...elsewhere.flatMap((region) => [
      { what: `make an option group in ${region}`, ...make(group(region)) },
      { what: `tag an option group in ${region}`, ...tag(group(region), ours) },
    ]),
    ...targets
      .map((region) => group(region, OTHER_ACCOUNT))
      .flatMap((resource) => [
        { what: "make an option group of another account", ...make(resource) },
        { what: "tag an option group of another account", ...tag(resource, ours) },
      ]),
    { what: "tag an option group with nothing", ...tag(group(target), {}) },
    { what: "tag an option group with anything", ...tag(group(target), { team: "shop" }) },
    { what: "tag an option group as another deployment's", ...tag(group(target), others) },
    { what: "claim an option group of another deployment", ...tag(group(target), ours, others) },
    ...["ModifyOptionGroup", "DeleteOptionGroup", "CopyOptionGroup"].map((action) => ({
      what: `call ${action}`,
      action: `rds:${action}`,
      resource: group(target),
    })),
    ...(props.copyOptionGroups === "never" ? [{ what: "copy with the option group", ...copy }] : []),
  ];
}

/** RDS actions that the functions never need, on what they may otherwise touch. */
function otherActions(deployment: Deployment, target: string): Forbidden[] {
  const instances = new CopyRequests("instance", deployment, target);
  const clusters = new CopyRequests("cluster", deployment, target);
  const { copyId } = instances;
  const context = instances.remove().context ?? {};
  const rds = (region: string, resource: string) => arn(ACCOUNT, "rds", region, resource);
  const onSnapshots = [
    "DescribeDBSnapshotAttributes",
    "ModifyDBSnapshot",
    "ModifyDBSnapshotAttribute",
    "RestoreDBInstanceFromDBSnapshot",
    "StartExportTask",
  ].map((action) => [action, instances.snapshot(target, copyId)]);
  const onClusterSnapshots = [
    "DescribeDBClusterSnapshotAttributes",
    "ModifyDBClusterSnapshotAttribute",
    "RestoreDBClusterFromSnapshot",
    "StartExportTask",
  ].map((action) => [action, clusters.snapshot(target, copyId)]);
  const onInstances = [
    "CreateDBInstance",
    "CreateDBSnapshot",
    "DeleteDBInstance",
    "DownloadDBLogFilePortion",
    "ModifyDBInstance",
    "RebootDBInstance",
    "RestoreDBInstanceFromDBSnapshot",
    "StartDBInstanceAutomatedBackupsReplication",
    "StopDBInstance",
  ].flatMap((action) => [SOURCE, target].map((region) => [action, rds(region, "db:orders")]));
  const onClusters = [
    "CreateDBCluster",
    "CreateDBClusterSnapshot",
    "DeleteDBCluster",
    "ModifyDBCluster",
    "RestoreDBClusterFromSnapshot",
    "StopDBCluster",
  ].flatMap((action) => [SOURCE, target].map((region) => [action, rds(region, "cluster:billing")]));
  const others = [
    ["CreateEventSubscription", rds(SOURCE, "es:orders")],
    ["DeleteEventSubscription", rds(SOURCE, `es:${deployment.name}-instances`)],
    ["DeleteDBInstanceAutomatedBackup", rds(SOURCE, "auto-backup:ab-0123")],
    ["DeleteDBClusterAutomatedBackup", rds(SOURCE, "cluster-auto-backup:ab-0123")],
  ];
  return [...onSnapshots, ...onClusterSnapshots, ...onInstances, ...onClusters, ...others].map(
    ([action = "", resource = ""]) => ({
      what: `call ${action} on ${resource.split(":").slice(3).join(":")}`,
      action: `rds:${action}`,
      resource,
      ...(resource.includes("snapshot:") && { context }),
    }),
  );
}
