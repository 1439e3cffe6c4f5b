import type { AlarmChange } from "../../cloudwatch/alarms";
import { KINDS } from "../../rds/model";
import { HOUR, MINUTE } from "../../time/clock";
import { failedAsides, type RunRecord } from "../runs";
import { listsLag } from "../scenario";
import { NAME } from "../stack";
import type { Truth } from "../truth";
import { saidIn } from "./messages";
import { type Standing, standingNow } from "./standing";

/** Two empty hours, after one that a run has just begun, and minutes until metrics arrive. */
const SILENCE_TOLD_WITHIN = 3 * HOUR + 10 * MINUTE;
/** From a message to the alarm that its metric sets off. */
const RINGS_WITHIN = 5 * MINUTE;
/** As many runs as there are in the longest time that is looked at. */
const LAST_BEATS = 20;
/** A metric from a log. */
const ARRIVES_WITHIN = 3 * MINUTE;
/** The greatest value of an hour decides, in CloudWatch's own hours as in any. */
const STATE_LASTS = 2 * HOUR;
/** An alarm of two hours looks back as far while data are missing (docs/aws-facts.md#how-cloudwatch-evaluates-alarms). */
const RANGE = 4 * HOUR;
/** The state alarms of a target region, and what each stands for. */
const STATES = ["recovery-point-age", "copies-unrestorable", "snapshot-quota-instances", "snapshot-quota-clusters"];

interface Seen {
  readonly time: number;
  readonly standing: Standing;
}

/** Alarms tell outcomes (decisions/0024-alarms-tell-outcomes.md): silence rings, each rise rings, and a state is over only if it is. */
export class SilenceChecks {
  #deployedAt: number | undefined;
  #seen: readonly Seen[] = [];
  /** When messages told that something has begun; and those of runs that came to their end, so that the alarm must ring. */
  #told: number[] = [];
  #begun: number[] = [];
  readonly #reported = new Set<string>();
  /** Since when each run has reached nobody, or could not remember what it told, and the last of them. */
  #mute: { readonly first: number; readonly last: number } | undefined;
  /** When the last of all such tried. */
  #lastMute = Number.NEGATIVE_INFINITY;
  /** When a run was last not mute, and told so by its metric. */
  #lastSpoken = Number.NEGATIVE_INFINITY;

  constructor(readonly truth: Truth) {
    const { world } = truth;
    world.onAlarm((change) => this.#changed(change));
    world.aws.topics.onPublish(() => {
      const told = world.told.at(-1);
      const said = told && saidIn(told);
      if (said?.type === "changes" && said.troubles.length > 0) this.#told.push(said.time);
    });
  }

  /** To be called at each deployment. */
  deployed(): void {
    this.#deployedAt ??= this.truth.world.clock.now();
  }

  /** To be called when a whole run begins and when its handler has ended. */
  look(standing: Standing): void {
    const time = this.truth.world.clock.now();
    this.#seen = [...this.#seen.filter((one) => one.time > time - 2 * STATE_LASTS), { time, standing }];
  }

  ended(run: RunRecord): void {
    const { function: name, end, startedAt, overlapped } = run;
    if (name !== "sweep" || end === undefined) return;
    this.#listen(run, end.endedAt, end.outcome === "ok");
    const told = this.#told.splice(0).filter((time) => time >= startedAt);
    const hasBeaten = this.#beats.some((time) => time >= startedAt && time <= end.endedAt);
    if (end.outcome === "error" && hasBeaten && !overlapped) {
      this.truth.verdict.broken("alarms are true", "a sweep that could not do its work has told that it did");
    }
    if (end.outcome === "ok" && !overlapped) this.#begun.push(...told);
  }

  /** That messages fail rings, once each run of two hours does. */
  #listen(run: RunRecord, endedAt: number, isSound: boolean): void {
    const isMute = hasFailedToTell(run);
    const toldAt = toldTimes(run).at(-1);
    // One that did not come to its end may have told that it failed, or that it did not, or nothing.
    if (isMute && toldAt !== undefined) this.#lastMute = Math.max(this.#lastMute, toldAt);
    if (!isSound && (isMute || toldAt === undefined)) return;
    if (isSound && !isMute && !run.overlapped && toldAt !== undefined)
      this.#lastSpoken = Math.max(this.#lastSpoken, toldAt);
    if (!isMute || this.truth.settings.current.dryRun) this.#mute = undefined;
    // While data are missing the alarm keeps its state: it needs two hours in a row.
    else if (this.#mute === undefined || endedAt - this.#mute.last > HOUR - ARRIVES_WITHIN) {
      this.#mute = { first: endedAt, last: endedAt };
    } else this.#mute = { first: this.#mute.first, last: endedAt };
    const mute = this.#mute === undefined ? 0 : endedAt - this.#mute.first;
    const alarm = this.truth.world.alarms.get(`${NAME}-messages-failed`);
    this.#once("messages-failed", mute > 2 * STATE_LASTS && alarm?.state !== "ALARM", () => {
      return ["alarms are true", `messages fail since ${hours(mute)} hours, and no alarm rings`];
    });
  }

  /** To be called every few hours. */
  check(): void {
    const { world } = this.truth;
    const now = world.clock.now();
    const notRunning = world.alarms.get(`${NAME}-not-running`);
    const silentFor = now - Math.max(this.#beats.at(-1) ?? 0, this.#deployedAt ?? now);
    this.#once("not-running", silentFor > SILENCE_TOLD_WITHIN && notRunning?.state !== "ALARM", () => {
      return ["silence is broken", `nothing has run for ${hours(silentFor)} hours, and nobody is told`];
    });
    const rise = world.alarms.get(`${NAME}-troubles-begun`);
    for (const time of this.#begun.filter((one) => one < now - RINGS_WITHIN)) {
      const hasRung = rise?.changes.some((one) => one.to === "ALARM" && Math.abs(one.time - time) <= RINGS_WITHIN);
      if (!hasRung)
        this.truth.verdict.broken("trouble is told", `at ${at(time)} troubles have begun, and no alarm rang`);
    }
    this.#begun = this.#begun.filter((one) => one >= now - RINGS_WITHIN);
    for (const { region } of this.truth.settings.current.targets) this.#atMostTwo(region);
  }

  /** One cause makes at most two alarms of a target region; `troubles-begun` is a pulse of the deployment, and none of its states. */
  #atMostTwo(region: string): void {
    const { alarms } = this.truth.world;
    const rings = STATES.filter((state) => alarms.get(`${NAME}-${state}-${region}`)?.state === "ALARM");
    const { incidents } = this.truth.scenario;
    const quotas = KINDS.filter((kind) =>
      incidents.some((one) => (one.is === "quota full" || one.is === "snapshots of others") && one.kind === kind),
    );
    const causes = quotas.length + Number(rings.includes("copies-unrestorable"));
    this.#once(`two in ${region}`, rings.length > Math.max(2, causes + 1), () => {
      return ["alarms are true", `${rings.join(", ")} ring in ${region}, where ${causes} causes are`];
    });
  }

  #changed({ alarm, from, to, time, actions }: AlarmChange): void {
    const { verdict } = this.truth;
    const role = alarm.slice(NAME.length + 1);
    if (to === "ALARM" && actions.length === 0) verdict.broken("alarms are true", `${alarm} rings, and nobody is told`);
    if (role === "not-running") {
      const ago = this.#beats.map((beat) => time - beat);
      const isFalse = ago.some((one) => one > ARRIVES_WITHIN && one < STATE_LASTS - ARRIVES_WITHIN);
      if (to === "ALARM" && isFalse && from !== "INSUFFICIENT_DATA") {
        verdict.broken(
          "alarms are true",
          `${alarm} rings, though a run has done its work ${hours(Math.min(...ago))} hours before`,
        );
      }
      if (to === "OK" && ago.every((one) => one > STATE_LASTS + ARRIVES_WITHIN)) {
        verdict.broken("no false all-clear", `${alarm} is OK, though nothing has run`);
      }
      return;
    }
    if (role === "messages-failed") {
      if (to === "ALARM") this.#checkMute(alarm, time);
      return;
    }
    const region = this.truth.settings.current.targets.find((one) => role.endsWith(one.region))?.region;
    if (region === undefined || listsLag(this.truth.scenario) || this.truth.settings.current.dryRun) return;
    if (this.truth.settings.currentSince > time - STATE_LASTS) return;
    this.look(standingNow(this.truth));
    const [wrong, what] = [to === "ALARM" ? "alarms are true" : "no false all-clear", `${alarm} is ${to}`] as const;
    const trouble = role.startsWith("recovery-point-age")
      ? "stale"
      : role.startsWith("copies-unrestorable")
        ? "unrestorable"
        : "";
    if (trouble === "") return;
    const isIt = (key: string) => key.startsWith(`${trouble} ${region} `);
    const keys = this.#seen.flatMap(({ standing }) => [...standing.keys()].filter(isIt));
    const recent = this.#seen.filter((one) => one.time > time - STATE_LASTS);
    const stands = keys.find((key) => recent.every(({ standing }) => standing.get(key) === "certain"));
    if (to === "ALARM" && keys.length === 0) verdict.broken(wrong, `${what}, and nothing is ${trouble}`);
    if (to === "OK" && from === "ALARM" && recent.length > 1 && stands !== undefined) {
      verdict.broken(wrong, `${what}, but there is ${stands}`);
    }
  }

  /** It rings only if what was tried last has failed, be it in a run that has not ended yet. */
  #checkMute(alarm: string, time: number): void {
    const going = this.truth.runs.going.filter(hasFailedToTell).flatMap(toldTimes);
    const lastMute = Math.max(this.#lastMute, ...going);
    const spoken = this.#lastSpoken;
    if (time - lastMute > RANGE - HOUR + ARRIVES_WITHIN) {
      this.truth.verdict.broken("alarms are true", `${alarm} rings, though no message has failed`);
    } else if (spoken > lastMute && time - spoken > ARRIVES_WITHIN) {
      this.truth.verdict.broken("alarms are true", `${alarm} rings, though no message has failed since ${at(spoken)}`);
    }
  }

  /** When runs told by their metric that they have done their work. */
  get #beats(): readonly number[] {
    const points = this.truth.world.metrics.get("RdsCrossRegionBackup", "SweepsCompleted", { service: NAME });
    return points.slice(-LAST_BEATS).map(({ time }) => time);
  }

  /** Reports what is wrong once, until it is right again. */
  #once(key: string, isWrong: boolean, what: () => readonly [Parameters<Truth["verdict"]["broken"]>[0], string]): void {
    if (isWrong && !this.#reported.has(key)) this.truth.verdict.broken(...what());
    if (isWrong) this.#reported.add(key);
    else this.#reported.delete(key);
  }
}

const hasFailedToTell = (run: RunRecord): boolean => {
  const failed = failedAsides(run);
  return failed.has("sns") || failed.has("ssm");
};

/** When a run read or wrote the memory, or sent a message. */
const toldTimes = ({ asides }: RunRecord): number[] =>
  asides.flatMap(({ service, time }) => (service === "sns" || service === "ssm" ? time : []));

const hours = (milliseconds: number): string => (milliseconds / HOUR).toFixed(1);
const at = (time: number): string => new Date(time).toISOString();
