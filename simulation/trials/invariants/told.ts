import { KINDS } from "../../rds/model";
import { HOUR, MINUTE } from "../../time/clock";
import { MEMORY, SPOILT_MEMORY } from "../incidents";
import { failedAsides, type RunRecord, wasCut } from "../runs";
import { listsLag, SOURCE_REGION } from "../scenario";
import { isCopyable, isSelected } from "../settings";
import { NAME } from "../stack";
import type { Truth } from "../truth";
import { Beliefs } from "./belief";
import { brieflySeen } from "./brief-looks";
import { type Said, saidIn } from "./messages";
import { lastAnswers } from "./reports";
import { SEEN_TROUBLES, type Standing, standingNow, troubleKey } from "./standing";

/** Whoever is in trouble is named within this time: follow-ups are at most an hour apart, and one run may be lost. */
export const NAMED_WITHIN = 4 * HOUR;
/** What a run saw may be older than its message by as much as the longest run. */
const SEEN_BEFORE = 20 * MINUTE;
/** A trouble that has been there for so long is in all lists. */
const SURELY_LISTED = 10 * MINUTE;
/** More troubles than this are remembered in groups (decisions/0023-what-was-told-is-remembered.md), and told so. */
const MOST_ONE_BY_ONE = 150;
/** A message lists no more troubles than this. */
const MOST_LISTED = 50;

interface Look {
  readonly time: number;
  readonly standing: Standing;
  readonly isMemoryLost: boolean;
}

/** A message, and the memory when it was sent. */
interface Sent {
  readonly said: Said;
  readonly memory: string;
}

/**
 * Told, always (decisions/0023-what-was-told-is-remembered.md). It reads messages as a person would who remembers them all, and compares
 * what that person believes with the world: after each whole run that could see and tell everything, and every few hours.
 */
export class ToldChecks {
  readonly #beliefs: Beliefs;
  /** Who was in trouble when a run began, or ended. */
  #looks: readonly Look[] = [];
  /** Since when each trouble has been certain in all looks. */
  #since: ReadonlyMap<string, number> = new Map();
  readonly #reported = new Set<string>();
  /** The messages since the last run that has surely remembered what it told. */
  #said: readonly Said[] = [];
  /** The messages of the run that goes on. */
  #sent: Sent[] = [];
  #lastSent: Sent | undefined;
  /** By the ids of messages: which memory they were compared with. */
  readonly #memories = new Map<string, string>();
  /** What a run has told that people knew already: wrong, unless it could not know that. */
  #toldAgain: string[] = [];
  /** When people were last told that what was told is lost. */
  #lossToldAt = Number.NEGATIVE_INFINITY;
  /** When a message, or the memory of it, failed last. */
  #failedAt = Number.NEGATIVE_INFINITY;
  #disturbances = 0;
  /** What failed of whole routes in the last run, if that has surely remembered it: what may pass is told if two runs in a row see it. */
  #failedOnce: ReadonlySet<string> = new Set();

  /** @param disturbed when the memory of what was told was lost or spoilt */
  constructor(
    readonly truth: Truth,
    readonly disturbed: readonly number[],
  ) {
    this.#beliefs = new Beliefs(truth);
    const { world } = truth;
    world.aws.topics.onPublish(() => {
      const told = world.told.at(-1);
      if (told) this.#read(saidIn(told));
    });
  }

  /** To be called when a whole run begins, and when its handler has ended. */
  look(): Standing {
    const time = this.truth.world.clock.now();
    const standing = standingNow(this.truth);
    const look = { time, standing, isMemoryLost: this.#isMemoryLost };
    this.#looks = [...this.#looks.filter((one) => one.time > time - 2 * SEEN_BEFORE), look];
    const since = new Map<string, number>();
    for (const [key, how] of standing) if (how === "certain") since.set(key, this.#since.get(key) ?? time);
    this.#since = since;
    return standing;
  }

  /** To be called every few hours: nobody waits for long to be named, unless people are told that nothing is told. */
  check(): void {
    const { world, verdict, settings } = this.truth;
    this.look();
    if (settings.current.dryRun || this.#listsLag || this.#isCrowded || this.#isSilenceTold()) return;
    const now = world.clock.now();
    for (const [key, first] of this.#since) {
      // Only daily runs look at keys.
      if (key.startsWith("unrestorable") || this.#beliefs.hasNamed(key) || this.#reported.has(key)) continue;
      if (now - Math.max(first, settings.currentSince, this.#lastSilence) < NAMED_WITHIN) continue;
      this.#reported.add(key);
      verdict.broken("trouble is told", `for ${NAMED_WITHIN / HOUR} hours nobody is told of ${this.#nameOf(key)}`);
    }
    for (const key of this.#reported) if (!this.#since.has(key)) this.#reported.delete(key);
  }

  /** To be called at the end of each run. */
  ended(run: RunRecord): void {
    const { end } = run;
    if (run.function !== "sweep" || end === undefined) return;
    const { settings, verdict } = this.truth;
    this.#doubtIfDisturbed();
    const failed = failedAsides(run);
    const cannotTell = failed.has("sns") || failed.has("ssm");
    if (cannotTell) this.#failedAt = end.endedAt;
    const isSound = end.outcome === "ok" && !wasCut(end) && !cannotTell && !run.overlapped;
    const since = run.startedAt;
    this.#compareIds(run);
    const again = this.#toldAgain.splice(0);
    if (isSound) for (const text of again) verdict.broken("each change is told once", text);
    if (!isSound) {
      this.#failedOnce = new Set();
      this.#beliefs.doubt(since);
      if (failed.has("ssm")) this.#beliefs.doubtAll();
      return;
    }
    const said = this.#said.filter(({ time }) => time >= since);
    this.#said = [];
    if (settings.current.dryRun) {
      for (const { subject } of said) verdict.broken("a dry run changes nothing", `it has sent "${subject}"`);
      return;
    }
    if (settings.inUse(end.endedAt).length > 1) return;
    this.#compareLoss(run, said);
    this.#compareFailures(run, said);
    if (said.some(({ isShortened }) => isShortened) || this.#isCrowded)
      for (const key of this.#since.keys()) this.#beliefs.suppose(key);
    else this.#compare(run, failed.has("kms") || !this.#seesNeeds(run));
  }

  /** Whether a run had an answer to all that it asked of versions, and RDS listed what it knows. */
  #seesNeeds({ looks }: RunRecord): boolean {
    const { settings, world } = this.truth;
    if (settings.current.restoreChecks === "off" || lastAnswers(looks).some(({ status }) => status !== 200))
      return false;
    return settings.current.targets.every(({ region }) => world.aws.region(region).offers.silent.size === 0);
  }

  /** After a run that could see and tell everything, people know all that stands, and of all that is over. */
  #compare(run: RunRecord, needsUnread: boolean): void {
    const { verdict } = this.truth;
    const before = this.#looks.find(({ time }) => time === run.startedAt)?.standing;
    const after = this.#looks.at(-1)?.standing;
    if (!before || !after || lastAnswers(run.requests).some(({ action, status }) => isList(action) && status !== 200)) {
      return;
    }
    const brief = brieflySeen(run);
    const sees = (key: string) => {
      const [trouble, , kind = ""] = key.split(" ");
      if (trouble === "unrestorable") return run.isDaily && !needsUnread;
      return trouble === "uncovered" || !brief.some((one) => one === kind);
    };
    for (const [key, how] of before) {
      if (how !== "certain" || after.get(key) !== "certain" || !sees(key) || this.#beliefs.hasNamed(key)) continue;
      const first = this.#since.get(key) ?? run.startedAt;
      if (this.#listsLag && run.startedAt - first < SURELY_LISTED) continue;
      this.#beliefs.suppose(key);
      verdict.broken("trouble is told", `sweep ${run.id} said nothing of ${this.#nameOf(key)}`);
    }
    if (this.#listsLag || this.#beliefs.keys.length > MOST_ONE_BY_ONE) return;
    for (const key of this.#beliefs.keys) {
      const [trouble] = key.split(" ");
      if (before.has(key) || after.has(key) || !SEEN_TROUBLES.some((one) => one === trouble) || !sees(key)) continue;
      // Whose copies are gone may have no row any more: that is told by a number.
      const isNamed = trouble !== "orphaned" && trouble !== "deselected";
      const isDue = isNamed && this.#beliefs.get(key) === "told" && this.#isSelected(key) && brief.length === 0;
      this.#beliefs.forget(key);
      if (isDue) verdict.broken("trouble is told", `sweep ${run.id} did not say that it is over: ${this.#nameOf(key)}`);
    }
  }

  /** A repetition bears the id of the first, and nothing else does: a message that is sent after the memory has changed is another. */
  #compareIds(run: RunRecord): void {
    const { verdict } = this.truth;
    const sent = this.#sent.splice(0).filter(({ said }) => said.time >= run.startedAt);
    if (run.overlapped || !hasReadMemory(run)) return;
    for (const one of sent) {
      const { said, memory } = one;
      const last = this.#lastSent;
      const isRepeated = last?.memory === memory && contentOf(last.said) === contentOf(said);
      if (isRepeated && last.said.id !== said.id) {
        verdict.broken(
          "each change is told once",
          `"${said.subject}" bears the id ${said.id}, and before ${last.said.id}`,
        );
      }
      if ((this.#memories.get(said.id) ?? memory) !== memory) {
        verdict.broken("each change is told once", `"${said.subject}" bears the id of another message: ${said.id}`);
      }
      this.#memories.set(said.id, memory);
      this.#lastSent = one;
    }
  }

  /** Which of all memories there is. */
  get #memory(): string {
    const memory = this.truth.world.aws.parameters.get(SOURCE_REGION, MEMORY);
    return memory === undefined ? "lost" : `${memory.version} ${memory.value}`;
  }

  /** That what was told is lost is told once, whatever stands: nobody will say of it that it is over. */
  #compareLoss(run: RunRecord, said: readonly Said[]): void {
    const { verdict } = this.truth;
    const lostAt = this.disturbed.at(-1) ?? Number.NEGATIVE_INFINITY;
    const wasLost = this.#looks.find(({ time }) => time === run.startedAt)?.isMemoryLost === true;
    const isTold = said.some(({ firstLook }) => firstLook === "lost");
    if (isTold && !wasLost && lostAt < run.startedAt)
      verdict.broken("messages are true", `sweep ${run.id} says that what was told is lost`);
    if (wasLost && this.#lossToldAt < lostAt)
      verdict.broken("trouble is told", `sweep ${run.id} did not say that what was told is lost`);
  }

  get #isMemoryLost(): boolean {
    const memory = this.truth.world.aws.parameters.get(SOURCE_REGION, MEMORY);
    return memory === undefined || memory.value === SPOILT_MEMORY;
  }

  /** What a run says to have failed is named, and nothing else is said to fail. */
  #compareFailures(run: RunRecord, said: readonly Said[]): void {
    const { verdict } = this.truth;
    const failures = failuresBeforeTelling(run);
    for (const { subject, troubles } of said) {
      for (const { trouble, kind, database, region, reason } of troubles) {
        if (trouble !== "failing") continue;
        const here = failures.filter((one) => one.kind === kind && (one.region ?? region) === region);
        const isTrue = here.some((one) => one.reason === reason) || isKeptSecret(reason);
        if (!isTrue)
          verdict.broken("messages are true", `"${subject}": ${database} did not fail (${reason}) in ${region}`);
      }
    }
    const failedBefore = this.#failedOnce;
    const ofRoutes = failures.filter(({ database }) => database === "*");
    this.#failedOnce = new Set(ofRoutes.map(({ kind, region = "" }) => troubleKey("failing", region, kind, "*")));
    if (this.#isCrowded) return;
    for (const { kind, database, region, reason } of failures) {
      if (region === undefined) continue;
      const known = KINDS.find((one) => one === kind);
      const found = known && this.truth.world.aws.region(SOURCE_REGION).databases[known].get(database);
      const isCovered = found && isSelected(this.truth.settings.current, found) && isCopyable(found);
      if (database !== "*" && !isCovered) continue;
      const key = troubleKey("failing", region, kind, found?.resourceId ?? "*");
      if (database === "*" && !failedBefore.has(key)) continue;
      if (this.#beliefs.hasNamed(key)) continue;
      this.#beliefs.suppose(key);
      if (failures.length > MOST_LISTED || said.some(({ isShortened }) => isShortened)) continue;
      verdict.broken(
        "trouble is told",
        `sweep ${run.id} told nobody that ${kind} ${database} fails (${reason}) in ${region}`,
      );
    }
  }

  /** What was told is lost with the memory, and of a target region that was taken out it is forgotten. */
  #doubtIfDisturbed(): void {
    const disturbances = this.disturbed.length + this.truth.settings.deployedAt.length;
    if (this.#disturbances === disturbances) return;
    this.#disturbances = disturbances;
    this.#beliefs.doubtAll();
  }

  #read(said: Said): void {
    this.#doubtIfDisturbed();
    this.look();
    this.#checkTruth(said);
    if (said.type !== "changes") return;
    if (said.firstLook === "lost") this.#lossToldAt = said.time;
    const isRepeated = this.#said.some(({ id }) => id === said.id);
    for (const one of isRepeated ? [] : said.troubles) {
      const known = this.#beliefs.keysOf(one);
      if (known.length !== 1 || !known.every((key) => this.#beliefs.get(key) === "told")) continue;
      this.#toldAgain.push(`"${said.subject}" tells again of ${one.trouble} ${one.database} in ${one.region}`);
    }
    this.#beliefs.read(said);
    // Whoever is not listed may have been meant too.
    if (said.isShortened) this.#beliefs.doubtAll();
    this.#said = [...this.#said, said];
    this.#sent.push({ said, memory: this.#memory });
  }

  /** Of what can be seen from outside. */
  #checkTruth(said: Said): void {
    const { world, settings, verdict } = this.truth;
    const { subject, time, type, troubles, over, standing, unsure } = said;
    if (this.#listsLag || settings.currentSince > time - SEEN_BEFORE) return;
    const looks = this.#looks.filter((look) => look.time > time - SEEN_BEFORE);
    for (const one of troubles) {
      const keys = this.#beliefs.keysOf(one);
      if (!SEEN_TROUBLES.some((trouble) => trouble === one.trouble) || keys.length === 0) continue;
      if (keys.some((key) => looks.some((look) => look.standing.has(key)))) continue;
      verdict.broken(
        "messages are true",
        `"${subject}": ${one.kind} ${one.database} was not ${one.trouble} in ${one.region}`,
      );
    }
    const stands = (key: string) => looks.length > 1 && looks.every((look) => look.standing.get(key) === "certain");
    for (const one of over) {
      const keys = this.#beliefs.keysOf(one);
      if (keys.length !== 1 || !keys.every(stands)) continue;
      verdict.broken(
        "no false all-clear",
        `"${subject}": ${one.kind} ${one.database} is still ${one.trouble} in ${one.region}`,
      );
    }
    if (type !== "changes" || standing > 0 || unsure > 0 || world.lambda.running > 1) return;
    for (const key of this.#since.keys()) {
      // Only daily runs look at what restores need: until one has, nobody knows.
      if (key.startsWith("unrestorable") ? this.#beliefs.get(key) === undefined : !stands(key)) continue;
      verdict.broken("no false all-clear", `"${subject}" says that nothing is in trouble, but ${this.#nameOf(key)} is`);
    }
  }

  /** So many may be in trouble that they are told in groups, without all their names. */
  get #isCrowded(): boolean {
    const { scenario, settings } = this.truth;
    return scenario.databases.length * settings.current.targets.length > MOST_ONE_BY_ONE;
  }

  get #listsLag(): boolean {
    return listsLag(this.truth.scenario);
  }

  /** People are told that nothing is told: by the alarms on missing runs, and on messages. */
  #isSilenceTold(): boolean {
    const { alarms, clock } = this.truth.world;
    const rings = ["not-running", "messages-failed"].some((role) => alarms.get(`${NAME}-${role}`)?.state === "ALARM");
    return rings || clock.now() - this.#failedAt < NAMED_WITHIN;
  }

  /** When the last run came after a silence. */
  get #lastSilence(): number {
    return this.truth.world.alarms.get(`${NAME}-not-running`)?.changes.at(-1)?.time ?? 0;
  }

  #isSelected(key: string): boolean {
    const [, region = "", kind = "", resourceId = ""] = key.split(" ");
    const { settings, world } = this.truth;
    if (!settings.current.targets.some((target) => target.region === region)) return false;
    const known = KINDS.find((one) => one === kind);
    const all = known ? [...world.aws.region(SOURCE_REGION).databases[known].values()] : [];
    return all.some((one) => one.resourceId === resourceId && isSelected(settings.current, one));
  }

  /** `stale eu-central-1 instance db-…`, with the database's id. */
  #nameOf(key: string): string {
    const [, , kind = "", resourceId = ""] = key.split(" ");
    const known = KINDS.find((one) => one === kind);
    const all = known ? [...this.truth.world.aws.region(SOURCE_REGION).databases[known].values()] : [];
    return `${key} (${all.find((one) => one.resourceId === resourceId)?.id ?? "gone"})`;
  }
}

const isList = (action: string): boolean => /^(Describe|List)/.test(action);

const hasReadMemory = ({ asides }: RunRecord): boolean =>
  asides.filter(({ body }) => body.startsWith("AmazonSSM.GetParameter ")).at(-1)?.status === 200;

/** What makes two messages of one day the same. A trouble that goes on begins later once a newer copy is there, itself too old. */
const contentOf = ({ time, troubles, over, isShortened, id }: Said): string =>
  JSON.stringify([
    new Date(time).toISOString().slice(0, 10),
    isShortened && id,
    troubles.map(({ id, since }) => `${id} ${since}`).sort(),
    over.map(({ id }) => id).sort(),
  ]);

/** A reason that a run tells in messages, and not among its failures: a copy made without the key that was refused. */
const isKeptSecret = (reason: string): boolean => reason.startsWith("key-");

interface Failure {
  readonly kind: string;
  readonly database: string;
  readonly region: string | undefined;
  readonly reason: string;
}

/** A run tells before it waits for slots: what its looks at single databases meet then is for the next run to tell. */
function failuresBeforeTelling({ lines, asides }: RunRecord): Failure[] {
  const toldAt = asides.find(({ service }) => service === "ssm")?.time ?? Number.NEGATIVE_INFINITY;
  return lines.flatMap(({ record, time }) => {
    if (record?.message !== "failed" || time > toldAt) return [];
    const { kind, database, target_region: region, reason } = record;
    return {
      kind: String(kind),
      database: String(database),
      region: region === undefined ? undefined : String(region),
      reason: String(reason),
    };
  });
}
