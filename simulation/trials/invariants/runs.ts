import { MINUTE } from "../../clock";
import type { Request, RunRecord } from "../runs";
import { fits } from "../settings";
import type { Truth } from "../truth";
import type { Verdict } from "../verdict";

/** The SDK tries a call so often. */
const SDK_ATTEMPTS = 5;
/** A retry asks again so often while RDS lets go of the id of the copy that it replaces. */
const ID_FREE_TRIES = 6;
const LAMBDA_LIMIT = 15 * MINUTE;

/**
 * Every run ends within its time, and asks no more than its lists, pages and actions need: each list is read once, each page once,
 * each action taken once, all of them as often as the SDK repeats a failed call.
 */
export function checkRun(run: RunRecord, targets: number, verdict: Verdict): void {
  const { end, requests } = run;
  const who = `${run.function} ${run.id}`;
  if (end?.outcome === "timeout") verdict.broken("runs end in time", `${who}: ${end.error}`);
  if (end && end.endedAt - end.startedAt > LAMBDA_LIMIT) verdict.broken("runs end in time", `${who} took too long`);

  const byBody = new Map<string, Request[]>();
  for (const request of requests) {
    const key = `${request.region} ${request.body}`;
    byBody.set(key, [...(byBody.get(key) ?? []), request]);
  }
  const actions = requests.filter(({ action }) => action.startsWith("Copy")).length;
  const records = Array.isArray(asEvent(end?.event).Records) ? 1 : 2;
  // Two lists of the source region and one of each target, for each kind; an event has one kind. Looks at copies that exist come on top.
  const lists = records * (2 + targets);
  let first = 0;
  for (const [key, same] of byBody) {
    const isRetryOfCopy = same[0]?.action.startsWith("Copy") && key.includes("Attempt");
    const most = SDK_ATTEMPTS * (isRetryOfCopy ? ID_FREE_TRIES : 1);
    if (same.length > most) verdict.broken("calls are bounded", `${who}: ${same.length} times ${key}`);
    const answered = same.filter(({ status }) => status === 200).length;
    const list = same[0]?.action.startsWith("Describe");
    if (list && !/snapshot-id/.test(key) && answered > 1) verdict.broken("calls are bounded", `${who}: again ${key}`);
    if (list && !key.includes("Marker=") && !/snapshot-id/.test(key)) first++;
  }
  if (first > lists) verdict.broken("calls are bounded", `${who}: ${first} lists, with ${actions} copies`);
}

/** The event of a finished backup is acted upon: RDS is asked what there is. */
export function checkEvent(run: RunRecord, { settings, verdict }: Truth): void {
  const { end, requests } = run;
  const [message] = [asEvent(end?.event).Records].flat().map((record) => asRecord(record).Sns?.Message ?? "");
  const finished = /#RDS-EVENT-0(002|169)"/.test(message ?? "");
  if (!message || !finished || end?.outcome !== "ok" || requests.length > 0) return;
  const database = /"Source ID":"(?:rds:)?(.+?)(?:-\d{4}(?:-\d\d){4})?"/.exec(message)?.[1] ?? "";
  const excluded = settings.inUse(run.startedAt).some(({ exclude }) => exclude.some((one) => fits(one, database)));
  if (!excluded) verdict.broken("events are acted upon", `${run.id} asked nothing after ${message}`);
}

const asRecord = (record: unknown): { Sns?: { Message?: string } } =>
  typeof record === "object" && record !== null ? record : {};

const asEvent = (event: unknown): { Records?: unknown } => (typeof event === "object" && event !== null ? event : {});
