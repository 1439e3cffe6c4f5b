import type { Caller } from "../iam/access";
import { parseArn } from "../iam/arns";
import { AwsError, invalidValue } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import type { Kind, SnapshotRecord, Tags } from "./model";
import { type Operation, requireAccess } from "./operation";
import type { Region } from "./region";
import { tagList } from "./shapes";

const MOST_TAGS = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The tags of a request, checked as RDS does (docs/aws-facts.md#copy-tags).
 * @throws AwsError InvalidParameterValue
 */
export const requestedTags = (parameters: QueryParameters): Tags => checkedTags(parameters.tags());

/** @throws AwsError InvalidParameterValue */
export function checkedTags(tags: ReturnType<QueryParameters["tags"]>): Tags {
  for (const { key, value } of tags) {
    if (/^(aws|rds):/i.test(key)) {
      throw invalidValue(`Tag keys cannot start with the reserved prefix '${key.slice(0, 4)}': ${key}`);
    }
    if (key.length < 1 || key.length > 128) throw invalidValue(`Tag keys must have 1 to 128 characters: ${key}`);
    if (value.length > 256) throw invalidValue(`Tag values must have at most 256 characters: ${key}`);
    if (!ALLOWED.test(key) || !ALLOWED.test(value)) throw invalidValue(`Invalid characters in tag: ${key}=${value}`);
  }
  if (new Set(tags.map(({ key }) => key)).size < tags.length) throw invalidValue("Duplicate tag keys");
  checkCount(tags.length);
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

function checkCount(count: number): void {
  if (count > MOST_TAGS) throw invalidValue(`The number of tags must not exceed ${MOST_TAGS}; got ${count}`);
}

/** rds:AddTagsToResource on what is to be tagged, with the tags as conditions. */
export async function requireTagging(caller: Caller, resource: string, tags: Tags, existing: Tags = {}): Promise<void> {
  await requireAccess(caller, {
    action: "rds:AddTagsToResource",
    resource,
    context: { ...requestTagContext(tags), ...resourceTagContext(existing) },
  });
}

export function requestTagContext(tags: Tags): Record<string, string | string[]> {
  return { ...prefixed("aws:RequestTag/", tags), "aws:TagKeys": Object.keys(tags) };
}

export function resourceTagContext(tags: Tags): Record<string, string> {
  return prefixed("aws:ResourceTag/", tags);
}

function prefixed(prefix: string, tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}

/** AddTagsToResource, for snapshots and databases. */
export const addTags: Operation = async ({ region, parameters, caller }) => {
  const resource = parameters.required("ResourceName");
  const tags = requestedTags(parameters);
  const before = tagged(region, resource);
  await requireTagging(caller, resource, tags, before.record.tags);
  const { record, put } = tagged(region, resource);
  const all = { ...record.tags, ...tags };
  checkCount(Object.keys(all).length);
  put(all);
  return { body: undefined, snapshot: "type" in record ? record : undefined };
};

/** RemoveTagsFromResource, for snapshots and databases. Tags that are not there are no error. */
export const removeTags: Operation = async ({ region, parameters, caller }) => {
  const resource = parameters.required("ResourceName");
  const keys = parameters.list("TagKeys.member");
  const before = tagged(region, resource);
  await requireAccess(caller, {
    action: "rds:RemoveTagsFromResource",
    resource,
    context: { "aws:TagKeys": [...keys], ...resourceTagContext(before.record.tags) },
  });
  const { record, put } = tagged(region, resource);
  put(Object.fromEntries(Object.entries(record.tags).filter(([key]) => !keys.includes(key))));
  return { body: undefined, snapshot: "type" in record ? record : undefined };
};

/** ListTagsForResource, for snapshots and databases. */
export const listTags: Operation = async ({ region, parameters, caller }) => {
  const resource = parameters.required("ResourceName");
  await requireAccess(caller, { action: "rds:ListTagsForResource", resource });
  const { record } = tagged(region, resource);
  const isHidden = "type" in record && region.rds.faults.hidesTags?.(record);
  return { body: tagList(isHidden ? {} : record.tags) };
};

const TYPES: Readonly<Record<string, { kind: Kind; of: "databases" | "snapshots"; notFound: string }>> = {
  db: { kind: "instance", of: "databases", notFound: "DBInstanceNotFound" },
  cluster: { kind: "cluster", of: "databases", notFound: "DBClusterNotFoundFault" },
  snapshot: { kind: "instance", of: "snapshots", notFound: "DBSnapshotNotFound" },
  "cluster-snapshot": { kind: "cluster", of: "snapshots", notFound: "DBClusterSnapshotNotFoundFault" },
};

interface Tagged {
  readonly record: SnapshotRecord | { readonly tags: Tags };
  put(tags: Tags): void;
}

function tagged(region: Region, resource: string): Tagged {
  const arn = parseArn(resource);
  const type = TYPES[arn?.type ?? ""];
  if (!arn || !type || arn.region !== region.name) throw invalidValue(`Invalid resource name: ${resource}`);
  const notFound = () => new AwsError(type.notFound, `${arn.id} not found.`, 404);
  if (type.of === "snapshots") {
    const store = region.snapshots[type.kind];
    const record = store.get(arn.id);
    if (!record) throw notFound();
    return { record, put: (tags) => store.put({ ...record, tags }) };
  }
  const store = region.databases[type.kind];
  const record = store.get(arn.id);
  if (!record) throw notFound();
  return { record, put: (tags) => store.put({ ...record, tags }) };
}
