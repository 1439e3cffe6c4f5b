import { MINUTE, SECOND } from "../../time/clock";
import type { Request, RunRecord } from "../runs";
import { fits } from "../settings";
import type { Truth } from "../truth";
import type { Verdict } from "../verdict";

/** How often the SDK tries a call. */
const SDK_ATTEMPTS = 5;
/** How often a retry asks while RDS frees the id of the copy that it replaces. */
const ID_FREE_TRIES = 6;
/** By a list, by a look at what has the id of a copy, and by one at why it cannot be deleted. */
const TIMES_TAGS_ARE_READ = 3;
/** Of each kind, when they were stopped and started. */
const DATABASES_ASKED_ABOUT = 20;
const LAMBDA_LIMIT = 15 * MINUTE;
const POLLS = LAMBDA_LIMIT / (30 * SECOND);

/**
 * Every run ends within its time and makes no more calls than it needs: each list of everything or of many databases, each page and each
 * action once, times the SDK's retries. While it waits for slots it lists the copies that hold them every half minute, and may try one
 * database each time.
 */
export function checkRun(run: RunRecord, targets: number, databases: number, verdict: Verdict): void {
  const { end, requests } = run;
  const who = `${run.function} ${run.id}`;
  if (end?.outcome === "timeout") verdict.broken("runs end in time", `${who}: ${end.error}`);
  if (end && end.endedAt - end.startedAt > LAMBDA_LIMIT) verdict.broken("runs end in time", `${who} took too long`);

  const byBody = new Map<string, Request[]>();
  for (const request of requests) {
    const key = `${request.region} ${request.body}`;
    byBody.set(key, [...(byBody.get(key) ?? []), request]);
  }
  const lists = { all: 0, ofMany: 0, ofDatabase: 0, events: 0 };
  for (const [key, same] of byBody) {
    const what = subjectOf(key);
    const isOnce = what === "all" || what === "many";
    const isOfTags = same[0]?.action === "ListTagsForResource";
    const polled = run.function === "sweep" && !isOnce ? POLLS : 1;
    const isRetryOfCopy = same[0]?.action.startsWith("Copy") && key.includes("Attempt");
    const most = SDK_ATTEMPTS * polled * (isRetryOfCopy ? ID_FREE_TRIES : isOfTags ? TIMES_TAGS_ARE_READ : 1);
    if (same.length > most) verdict.broken("calls are bounded", `${who}: ${same.length} times ${key}`);
    if (same[0]?.action === "DescribeEvents") lists.events++;
    if (!same[0]?.action.startsWith("DescribeDB")) continue;
    const answered = same.filter(({ status }) => status === 200).length;
    if (isOnce && answered > 1) verdict.broken("calls are bounded", `${who}: again ${key}`);
    if (key.includes("Marker=")) continue;
    if (what === "all") lists.all++;
    if (what === "many") lists.ofMany++;
    if (what === "database") lists.ofDatabase += Math.max(1, answered);
  }
  const bounds = boundsOf(run, targets, databases);
  const mostEvents = run.function === "sweep" ? 2 * DATABASES_ASKED_ABOUT : 0;
  if (lists.events > mostEvents) verdict.broken("calls are bounded", `${who}: ${lists.events} looks for events`);
  if (lists.all > bounds.all) verdict.broken("calls are bounded", `${who}: ${lists.all} lists of all`);
  if (lists.ofMany > bounds.ofMany)
    verdict.broken("calls are bounded", `${who}: ${lists.ofMany} lists of many databases`);
  if (lists.ofDatabase > bounds.ofDatabase) {
    verdict.broken("calls are bounded", `${who}: ${lists.ofDatabase} lists of one database`);
  }
}

/** What a list is about: everything, many databases, one, certain copies, or the quota of a region. */
function subjectOf(key: string): "all" | "many" | "database" | "copies" | "quota" {
  if (/Action=ListTagsForResource|snapshot-id/.test(key)) return "copies";
  if (/Value\.2=/.test(key)) return "many";
  if (/Action=DescribeAccountAttributes/.test(key)) return "quota";
  return /Filters|Action=DescribeEvents/.test(key) ? "database" : "all";
}

/**
 * Lists that a run may make. Of everything: databases, and copies in each target region, for each kind. Of many: the snapshots of a hundred
 * databases at a time. Of one database: its snapshots, two of what it is, and its copies, for each region that it is copied to.
 */
function boundsOf({ function: name, end }: RunRecord, targets: number, databases: number) {
  const ofMany = Math.ceil(databases / 100);
  switch (name) {
    case "sweep":
      return { all: 2 * (1 + targets), ofMany: ofMany + 1, ofDatabase: 4 * targets * (databases + 2 * POLLS) };
    case "backup-finished":
      return { all: 0, ofMany: 0, ofDatabase: (3 + targets) * ([asEvent(end?.event).Records].flat().length || 1) };
  }
}

/** A run after an event acts on it: it asks RDS what there is. */
export function checkEvent(run: RunRecord, { settings, verdict }: Truth): void {
  const { end, requests } = run;
  if (run.function !== "backup-finished") return;
  const [message] = [asEvent(end?.event).Records].flat().map((record) => asRecord(record).Sns?.Message ?? "");
  const finished = /#RDS-EVENT-0(002|169)"/.test(message ?? "");
  if (!message || !finished || end?.outcome !== "ok" || requests.length > 0) return;
  const database = /"Source ID":"(?:rds:)?(.+?)(?:-\d{4}(?:-\d\d){4})?"/.exec(message)?.[1] ?? "";
  const isNamed = (patterns: readonly string[]) => patterns.some((one) => fits(one, database));
  const plans = settings.inUse(run.startedAt);
  if (plans.every(({ include, exclude }) => isNamed(include) && !isNamed(exclude)))
    verdict.broken("events are acted upon", `${run.id} asked nothing after ${message}`);
}

const asRecord = (record: unknown): { Sns?: { Message?: string } } =>
  typeof record === "object" && record !== null ? record : {};

const asEvent = (event: unknown): { Records?: unknown } => (typeof event === "object" && event !== null ? event : {});
