import type { Invocation } from "../../lambda/lambda";
import type { Kind, SnapshotRecord } from "../../rds/model";
import { HOUR, MINUTE } from "../../time/clock";
import { LONGEST_LAG } from "../faults";
import { holdAt } from "../holds";
import { type Request, type RunRecord, wasCut } from "../runs";
import { SOURCE_REGION } from "../scenario";
import { encryptedAs } from "../settings";
import type { Truth } from "../truth";
import { standingTroubles } from "./troubles";

/** A failure as a run wrote it. */
interface Failure {
  readonly kind: string;
  readonly database: string;
  readonly snapshot: string | undefined;
  readonly target: string | undefined;
  readonly reason: string;
}

/** A sweep whose lists have taken this long can start nothing more. */
const MOST_FOR_LISTS = 14 * MINUTE + 30_000;

/** Answers that only a person can change, and the reason under which a run must report them. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^AccessDenied/, "denied"],
  [/^KMSKeyNotAccessible/, "key-not-accessible"],
  [/^(InvalidParameter|MissingParameter)/, "invalid-request"],
];

/**
 * A run reports all that went wrong and nothing else: every final refusal of RDS has its failure with its reason, every failure has a
 * refusal or a true state of the world. Its result has the same failures as its log (decisions/0017-what-fails-how.md).
 */
export function checkReport(run: RunRecord, truth: Truth): void {
  const { end } = run;
  if (!end || wasCut(end)) return;
  const who = `${run.function} ${run.id}`;
  const errors = run.lines.filter(({ record }) => record?.level === "ERROR");
  const failures = errors.flatMap(({ record }) => (record?.message === "failed" ? [failureOf(record)] : []));
  checkEnding(run, end, failures, truth);
  for (const refusal of refusals(mustSucceed(run, truth))) {
    const found = failures.some((failure) => fits(failure, refusal));
    if (!found) truth.verdict.broken("failures are reported", `${who}: nothing of ${JSON.stringify(refusal)}`);
  }
  for (const trouble of standingTroubles(run, truth)) {
    const found = failures.some(({ reason, target, database }) => {
      return reason === trouble.reason && target === trouble.region && database === trouble.databaseId;
    });
    if (!found) truth.verdict.broken("failures are reported", `${who}: nothing of ${JSON.stringify(trouble)}`);
  }
  for (const failure of failures) {
    const why = untrue(failure, run, truth);
    if (why) truth.verdict.broken("reports are true", `${who}: ${why}: ${JSON.stringify(failure)}`);
  }
}

/** Checks what a run that came to its end throws and returns. */
function checkEnding(run: RunRecord, end: Invocation, failures: readonly Failure[], truth: Truth): void {
  const who = `${run.function} ${run.id}`;
  const must = mustFail(run);
  const hadNoTime = run.function === "sweep" && end.endedAt - run.startedAt > MOST_FOR_LISTS;
  if (end.outcome === "error" && must === undefined && !hadNoTime) {
    truth.verdict.broken("reports are true", `${who} failed, though it could do its work: ${end.error}`);
  }
  if (end.outcome === "error") return;
  if (must !== undefined) truth.verdict.broken("failures are reported", `${who} ended well, though ${must}`);
  const returned = [end.result].flat().flatMap((one) => failuresIn(one));
  const said = failures.map(({ kind, database, target, reason }) => `${kind} ${database} ${target} ${reason}`);
  if (JSON.stringify(returned.sort()) === JSON.stringify(said.sort())) return;
  const text = `${who} returned the failures ${returned.join(", ")}, its log has ${said.join(", ")}`;
  truth.verdict.broken("failures are reported", text);
}

/** Why a run must throw: a sweep that could list no databases. */
function mustFail({ function: name, requests }: RunRecord): string | undefined {
  if (name === "backup-finished") return undefined;
  const bad = lastAnswers(requests).filter((request) => {
    const ofList = isList(request) || (request.action === LIST_TAGS && !isOfLook(request, requests));
    return ofList && request.status !== 200;
  });
  // Looks at single databases, while it waits for slots, are asked for by filters.
  const whole = bad.filter(({ body }) => !body.includes("Filters."));
  const actions = new Set(whole.map(({ action }) => action));
  const hasNone = actions.has("DescribeDBInstances") && actions.has("DescribeDBClusters");
  return hasNone ? "it could list no databases" : undefined;
}

const failuresIn = (returned: unknown): string[] => {
  if (typeof returned !== "object" || returned === null || !("failed" in returned)) return [];
  return [returned.failed].flat().flatMap((one) => {
    const field = (name: string): unknown => (typeof one === "object" && one !== null ? Reflect.get(one, name) : one);
    const target = field("target_region") ?? undefined;
    return `${field("kind")} ${field("database")} ${target} ${field("reason")}`;
  });
};

function failureOf(record: Readonly<Record<string, unknown>>): Failure {
  const text = (value: unknown) => (value === undefined ? undefined : String(value));
  return {
    kind: String(record.kind),
    database: String(record.database),
    snapshot: text(record.snapshot),
    target: text(record.target_region),
    reason: String(record.reason),
  };
}

/** Without looks at a single database for its restore sheet: one that fails is no failure, as the copy is made without. */
function mustSucceed({ requests, startedAt }: RunRecord, { settings }: Truth): readonly Request[] {
  const selectsByTags = settings.inUse(startedAt).every(({ onlyProd }) => onlyProd);
  const isForSheet = ({ action, body }: Request) =>
    (action === "DescribeDBInstances" && body.includes("db-cluster-id")) ||
    (!selectsByTags && /^DescribeDB(Instance|Cluster)s$/.test(action) && body.includes("Filters."));
  return requests.filter((request) => !isForSheet(request));
}

interface Refusal {
  readonly kind: Kind;
  readonly region: string;
  /** Id of the source snapshot of a copy; undefined for a list. */
  readonly snapshot: string | undefined;
  readonly reason: string;
}

/** What RDS refused for good: the last answer to each call, and each list that never succeeded. */
function refusals(requests: readonly Request[]): Refusal[] {
  // Beside a look at a certain copy, whose tags were asked for is not told apart.
  const hasLooked = requests.some(({ action, body }) => action.startsWith("Describe") && /snapshot-id/.test(body));
  return lastAnswers(requests).flatMap((request): Refusal[] => {
    const { action, region, body, status, code, message } = request;
    if (status === 200) return [];
    const kind = kindOf(request);
    if (
      action === LIST_TAGS &&
      !hasLooked &&
      code !== "DBSnapshotNotFound" &&
      code !== "DBClusterSnapshotNotFoundFault"
    ) {
      return [{ kind, region, snapshot: undefined, reason: "tags-unread" }];
    }
    if (isList(request)) return [{ kind, region, snapshot: undefined, reason: "list-failed" }];
    if (!action.startsWith("Copy")) return [];
    const parameters = new URLSearchParams(body);
    const arn = parameters.get("SourceDBSnapshotIdentifier") ?? parameters.get("SourceDBClusterSnapshotIdentifier");
    const snapshot = arn?.split(":").slice(6).join(":");
    const full = code === "SnapshotQuotaExceeded" && message.includes("manual");
    const ofGroup = isOfOptionGroup(request);
    const reason = full
      ? "manual-quota-full"
      : ofGroup
        ? "option-group"
        : REASONS.find(([pattern]) => pattern.test(code))?.[1];
    return reason === undefined ? [] : [{ kind, region, snapshot, reason }];
  });
}

/** The last answer to a copy: RDS wants a group, or does not take the one that comes along, without which it has refused the copy. */
const isOfOptionGroup = ({ body, code, message }: Request): boolean =>
  /target option group/.test(message) ||
  (body.includes("CopyOptionGroup=true") && /^(AccessDenied|InvalidParameter|OptionGroupQuotaExceeded)/.test(code));

const LIST_TAGS = "ListTagsForResource";

const kindOf = ({ action, body }: Request): Kind =>
  action.includes("Cluster") || body.includes("%3Acluster-snapshot%3A") ? "cluster" : "instance";

/** Not a look at certain copies. */
const isList = ({ action, body }: Request): boolean => action.startsWith("DescribeDB") && !/snapshot-id/.test(body);

/** Whether it concerns a single snapshot: an action, or a look at one before it. */
const isOfOne = (request: Request): boolean =>
  !request.action.startsWith("Describe") || (request.action.startsWith("DescribeDB") && !isList(request));

/** Whether tags were asked for of a snapshot that the run has looked at by its id. */
function isOfLook({ body }: Request, requests: readonly Request[]): boolean {
  const [, id] = /snapshot%3A([^&]+)/.exec(body) ?? [];
  return requests.some((one) => /snapshot-id/.test(one.body) && `${one.body}&`.includes(`=${id}&`));
}

/** The last answer to each call, over the SDK's retries. */
export function lastAnswers(requests: readonly Request[]): Request[] {
  const last = new Map<string, Request>();
  for (const request of requests) {
    const parameters = new URLSearchParams(request.body);
    // The second try leaves out a key or an option group that RDS refused; tags differ in the time of the start.
    for (const name of [...parameters.keys()]) {
      if (/^(KmsKeyId$|Tags\.|CopyOptionGroup$|OptionGroupName$|TagSpecifications\.)/.test(name))
        parameters.delete(name);
    }
    last.set(`${request.region} ${parameters}`, request);
  }
  return [...last.values()];
}

function fits(failure: Failure, { kind, region, snapshot, reason }: Refusal): boolean {
  if (failure.kind !== kind || failure.reason !== reason) return false;
  if ((failure.target ?? SOURCE_REGION) !== region) return false;
  return snapshot === undefined || failure.snapshot === snapshot;
}

/** Why a reported failure is not true; undefined if it is. */
function untrue(failure: Failure, run: RunRecord, truth: Truth): string | undefined {
  const { kind, reason, target } = failure;
  const region = target ?? SOURCE_REGION;
  const inLane = run.requests.filter((request) => request.region === region && kindOf(request) === kind);
  const refused = (pattern: RegExp) =>
    inLane.some(({ code, action }) => pattern.test(code) && !action.startsWith("Des"));
  switch (reason) {
    case "list-failed":
      return inLane.some(({ action, status }) => action.startsWith("Describe") && status !== 200)
        ? undefined
        : "no list failed there";
    case "tags-unread":
      return inLane.some(({ action, status }) => action === LIST_TAGS && status !== 200) ? undefined : "no call failed";
    case "region-unavailable":
      return lastAnswers(inLane).filter((request) => request.status !== 200 && isOfOne(request)).length >= 3
        ? undefined
        : "not three calls failed there";
    case "waiting-for-quota":
      // A person has given the account room for all: only an incident takes it away.
      return truth.scenario.incidents.some(
        (one) => (one.is === "quota full" || one.is === "snapshots of others") && one.kind === kind,
      )
        ? undefined
        : "the quota has room for all";
    case "manual-quota-full":
      return refused(/^SnapshotQuotaExceeded/) ? undefined : "RDS said nothing of a quota";
    case "option-group":
      return inLane.some(isOfOptionGroup) ? undefined : "RDS said nothing of an option group";
    case "stuck":
      return isStuck(failure, run, truth) ? undefined : "no copy has hung so long";
    case "held":
      return ours(failure, truth).some(({ tags }) => holdAt(tags, run.startedAt) !== undefined)
        ? undefined
        : "nothing is held";
    case "given-up":
      return ours(failure, truth).some(({ tags }) => tags["CrossRegionBackup/Attempt"] === "3")
        ? undefined
        : "there were no three attempts";
    case "key-missing":
      return keyIsMissing(failure, run, truth) ? undefined : "there is a key, or none is needed";
    case "id-taken":
    case "other-deployment":
      return isCopied(failure, truth) ? "what has the id is its own good copy" : undefined;
    default: {
      const known = REASONS.find(([, of]) => of === reason)?.[0];
      if (!known) return "no such reason should occur";
      return refused(known) ? undefined : "RDS did not refuse it so";
    }
  }
}

/** Our copies of a database in a region that exist, or existed when the run began. */
function ours({ kind, database, target }: Failure, { world, ledger }: Truth): SnapshotRecord[] {
  const snapshots = world.aws.region(target ?? "").snapshots[kind === "cluster" ? "cluster" : "instance"];
  return [...snapshots.values()].filter((snapshot) => snapshot.databaseId === database && ledger.find(snapshot));
}

/** Whether a copy was stuck. It may have been cancelled since, or have failed while the run waited for slots. */
function isStuck({ snapshot, target }: Failure, run: RunRecord, { ledger, settings }: Truth): boolean {
  const hours = Math.min(...settings.inUse(run.startedAt).map(({ stuckCopyHours }) => stuckCopyHours));
  // A run that waits for slots looks at databases again until its end.
  const hasWaited = (run.end?.endedAt ?? 0) - run.startedAt > 2 * MINUTE;
  const longest = (run.end?.endedAt ?? run.startedAt) - hours * HOUR + LONGEST_LAG + 2 * MINUTE;
  return ledger
    .everCalled(target ?? "", snapshot ?? "")
    .some(({ copy, now }) => copy.startedAt < longest && (now?.status !== "failed" || hasWaited));
}

/** Whether we have a good copy of this very snapshot. */
function isCopied(failure: Failure, truth: Truth): boolean {
  return ours(failure, truth).some((copy) => {
    return copy.status === "available" && truth.ledger.find(copy)?.source.id === failure.snapshot;
  });
}

function keyIsMissing({ kind, snapshot, database, target }: Failure, run: RunRecord, truth: Truth): boolean {
  const { world, settings, scenario } = truth;
  const source = world.aws.region(SOURCE_REGION).snapshot(kind === "cluster" ? "cluster" : "instance", snapshot ?? "");
  // It may have expired since.
  if (!source) return true;
  return settings
    .keysFor(target ?? "", database, run.startedAt)
    .some((key) => encryptedAs(source, key, scenario.assumptions.sseRdsWithKey) === undefined);
}
