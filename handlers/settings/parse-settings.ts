import * as v from "valibot";
import { shortened } from "../core/shown";
import { BOUNDS, LOG_LEVELS, PATTERNS } from "./bounds";
import { describeIssue } from "./describe-issue";
import { regionProblem } from "./region-rules";
import type { Settings } from "./settings";

/** Thrown at cold start; the message lists everything that is wrong with the environment. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(readonly problems: readonly string[]) {
    super(`The settings in the environment are not valid:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  }
}

/** What a function is started with: the settings, and the standard variables that Lambda sets. */
export interface Startup {
  readonly settings: Settings;
  readonly sourceRegion: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const MAX_DELETIONS_PER_DAILY_RUN = 3;

const matching = (pattern: string, what: string) =>
  v.pipe(
    v.string(),
    v.regex(new RegExp(pattern), ({ received }) => `must be ${what}, got ${received}`),
  );
const within = ({ min, max }: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const number = (bounds: { min: number; max: number }) =>
  v.pipe(v.string(), v.regex(/^\d+$/, "must be a whole number"), v.transform(Number), within(bounds));
/** An object with any keys. `v.record` leaves out some, such as `prototype`, that a tag or a database may be called. */
const dictionary = <T extends v.GenericSchema>(key: v.GenericSchema<string>, value: T) =>
  v.pipe(
    v.custom<Record<string, unknown>>(
      (input) => typeof input === "object" && input !== null && !Array.isArray(input),
      "must be an object",
    ),
    v.transform((object) => new Map(Object.entries(object))),
    v.map(key, value),
    v.transform((map) => Object.fromEntries(map)),
  );
const json = <T extends v.GenericSchema>(schema: T) => v.pipe(v.string(), v.parseJson(), schema);

const region = matching(PATTERNS.region, "a region name");
const pattern = matching(PATTERNS.databasePattern, "a database id, in which * stands for any characters");
const kmsKeyArn = matching(PATTERNS.kmsKeyArn, "the ARN of a key (…:key/…)");
const selection = v.strictObject({
  include: v.array(pattern),
  exclude: v.array(pattern),
  tags: dictionary(v.string(), v.string()),
});
const keep = within(BOUNDS.keepPeriods);
const slots = within(BOUNDS.maxCopiesInProgress);

const environment = v.object({
  AWS_REGION: region,
  NAME: v.pipe(matching(PATTERNS.name, "lower-case letters, digits and hyphens"), v.maxLength(BOUNDS.nameLength.max)),
  TARGETS: json(v.pipe(v.array(region), v.minLength(1))),
  TARGET_KMS_KEYS: json(
    dictionary(
      region,
      v.strictObject({ kms_key_arn: v.nullable(kmsKeyArn), database_kms_key_arns: dictionary(pattern, kmsKeyArn) }),
    ),
  ),
  INSTANCES: json(selection),
  CLUSTERS: json(selection),
  RETENTION: json(
    v.strictObject({
      keep_last: within(BOUNDS.keepLast),
      keep_daily: keep,
      keep_weekly: keep,
      keep_monthly: keep,
      keep_yearly: keep,
    }),
  ),
  MAX_COPIES_IN_PROGRESS: json(v.strictObject({ instances: slots, clusters: slots })),
  MAX_RECOVERY_POINT_AGE_HOURS: number(BOUNDS.maxRecoveryPointAgeHours),
  STUCK_COPY_HOURS: number(BOUNDS.stuckCopyHours),
  FOLLOW_UP_INTERVAL_MINUTES: number(BOUNDS.followUpIntervalMinutes),
  DRY_RUN: v.picklist(["true", "false"]),
  LOG_LEVEL: v.picklist(LOG_LEVELS),
});

/**
 * Reads the settings that the construct wrote, one environment variable each, JSON where it is an object.
 * There is no default for a malformed or missing value.
 *
 * @throws SettingsError with all problems at once
 */
export function parseSettings(env: Readonly<Record<string, string | undefined>>): Startup {
  const parsed = v.safeParse(environment, env);
  const problems = [...(parsed.issues ?? []).map((issue) => describeIssue(issue, "environment")), ...crossChecks(env)];
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems);
  const vars = parsed.output;
  return {
    sourceRegion: vars.AWS_REGION,
    logLevel: vars.LOG_LEVEL,
    settings: {
      name: vars.NAME,
      targets: [...new Set(vars.TARGETS)].sort(),
      targetKmsKeys: Object.fromEntries(
        Object.entries(vars.TARGET_KMS_KEYS).map(([target, keys]) => [
          target,
          { kmsKeyArn: keys.kms_key_arn ?? undefined, databaseKmsKeyArns: keys.database_kms_key_arns },
        ]),
      ),
      selection: { instance: vars.INSTANCES, cluster: vars.CLUSTERS },
      retention: {
        keepLast: vars.RETENTION.keep_last,
        keepDaily: vars.RETENTION.keep_daily,
        keepWeekly: vars.RETENTION.keep_weekly,
        keepMonthly: vars.RETENTION.keep_monthly,
        keepYearly: vars.RETENTION.keep_yearly,
      },
      maxCopiesInProgress: {
        instance: vars.MAX_COPIES_IN_PROGRESS.instances,
        cluster: vars.MAX_COPIES_IN_PROGRESS.clusters,
      },
      maxDeletionsPerDailyRun: MAX_DELETIONS_PER_DAILY_RUN,
      maxRecoveryPointAgeHours: vars.MAX_RECOVERY_POINT_AGE_HOURS,
      stuckCopyHours: vars.STUCK_COPY_HOURS,
      followUpIntervalMinutes: vars.FOLLOW_UP_INTERVAL_MINUTES,
      dryRun: vars.DRY_RUN === "true",
    },
  };
}

/** Rules between settings, as far as each of them can be read. */
function crossChecks(env: Readonly<Record<string, string | undefined>>): string[] {
  const { AWS_REGION, TARGETS, TARGET_KMS_KEYS, INSTANCES, CLUSTERS } = environment.entries;
  const problems: string[] = [];
  const source = v.safeParse(AWS_REGION, env.AWS_REGION);
  const targets = v.safeParse(TARGETS, env.TARGETS);
  if (source.success && targets.success) {
    const wrong = targets.output.flatMap((target) => regionProblem(source.output, target) ?? []);
    problems.push(...wrong.map((problem) => `TARGETS: ${problem}`));
  }
  const keys = v.safeParse(TARGET_KMS_KEYS, env.TARGET_KMS_KEYS);
  for (const [target, { kms_key_arn, database_kms_key_arns }] of Object.entries(keys.success ? keys.output : {})) {
    if (targets.success && !targets.output.includes(target)) {
      problems.push(`TARGET_KMS_KEYS.${target}: is not one of the target regions ${targets.output.join(", ")}`);
    }
    for (const arn of [kms_key_arn, ...Object.values(database_kms_key_arns)]) {
      if (arn === null || arn.split(":")[3] === target) continue;
      problems.push(
        `TARGET_KMS_KEYS.${target}: must be a key of ${target}, as keys are bound to a region, got ${shortened(arn)}`,
      );
    }
  }
  const instances = v.safeParse(INSTANCES, env.INSTANCES);
  const clusters = v.safeParse(CLUSTERS, env.CLUSTERS);
  const off = (kind: typeof instances) => kind.success && kind.output.include.length === 0;
  if (off(instances) && off(clusters)) {
    problems.push("INSTANCES, CLUSTERS: at least one must include something, or nothing is backed up");
  }
  return problems;
}
