import { TerraformProvider, Token } from "cdktf";
import { shortened, shown } from "../handlers/core/shown";
import type {
  MaxCopiesInProgressProps,
  RdsCrossRegionBackupProps,
  RetentionProps,
  SelectionProps,
  TargetProps,
} from "./props";

/** Takes a value of the right form, without the parts of it that have a wrong one; undefined for any other. */
type Shape = (at: string, value: unknown, problems: string[]) => unknown;

/** A value that Terraform will know takes any form. */
const shape =
  (mustBe: string, isRight: (value: unknown) => boolean, inside: Shape = (_, value) => value): Shape =>
  (at, value, problems) => {
    if (Token.isUnresolved(value)) return value;
    if (isRight(value)) return inside(at, value, problems);
    problems.push(value === undefined ? `${at} is missing` : `${at} must be ${mustBe}, got: ${shown(value)}`);
    return undefined;
  };

const isObject = (value: unknown): boolean => Object.prototype.toString.call(value) === "[object Object]";

const string = shape("a string", (value) => typeof value === "string");
const number = shape("a number", (value) => typeof value === "number");
const flag = shape("true or false", (value) => typeof value === "boolean");
const object = shape("an object", isObject);
const provider = shape("a provider", TerraformProvider.isTerraformProvider);

/** In place of an item of another form stays a gap, so that the list is not taken for a shorter one. */
const strings = shape("a list of strings", Array.isArray, (at, list, problems) =>
  Array.from(list as unknown[], (item, index) => string(`${at}[${index}]`, item, problems)),
);

const mapOf = (item: Shape): Shape =>
  shape("an object", isObject, (at, map, problems) =>
    fromEntries(entriesOf(map).map(([key, value]) => [key, item(`${at}["${shortened(key)}"]`, value, problems)])),
  );

/** Only fields that it is known to have: a misspelt one would be passed over in silence. */
const fields = <T>(shapes: Readonly<Record<keyof T & string, Shape>>): Shape =>
  shape("an object", isObject, (at, value, problems) => {
    const given = entriesOf(value).filter(([, field]) => field !== undefined);
    const known = new Map<string, Shape>(Object.entries(shapes));
    return fromEntries(
      given.map(([name, field]) => {
        const inside = known.get(name);
        if (inside) return [name, inside(`${at}.${name}`, field, problems)];
        problems.push(`${at}.${shortened(name)} is unknown: there are ${[...known.keys()].join(", ")}`);
        return [name, undefined];
      }),
    );
  });

const selection = fields<SelectionProps>({ include: strings, exclude: strings, tags: mapOf(string) });

const target = fields<TargetProps>({
  createKmsKey: flag,
  kmsKeyArn: string,
  databaseKmsKeyArns: mapOf(string),
});

const PROPS: Readonly<Record<keyof RdsCrossRegionBackupProps, Shape>> = {
  // One of another form is a target all the same.
  targets: mapOf((at, value, problems) => target(at, value, problems) ?? {}),
  name: string,
  instances: selection,
  clusters: selection,
  retention: fields<RetentionProps>({
    keepLast: number,
    keepDaily: number,
    keepWeekly: number,
    keepMonthly: number,
    keepYearly: number,
  }),
  backupWindows: strings,
  backupWindowInstances: strings,
  backupWindowClusters: strings,
  scheduleMarginMinutes: number,
  scheduleExpression: string,
  followUpIntervalMinutes: number,
  maxCopiesInProgress: fields<MaxCopiesInProgressProps>({ instances: number, clusters: number }),
  maxRecoveryPointAgeHours: number,
  stuckCopyHours: number,
  alarmActions: strings,
  okActions: strings,
  notificationEmails: strings,
  protectKmsKeys: flag,
  encryptionKeyArn: string,
  dryRun: flag,
  lambdaRuntime: string,
  logRetentionInDays: number,
  logLevel: string,
  permissionsBoundary: string,
  tags: mapOf(string),
  provider,
  sweepFunctionConfig: object,
  backupFinishedFunctionConfig: object,
};

/**
 * The props as far as they have the form that their types say, which binds no caller in JavaScript, and what has another one.
 * Those that are `undefined` are left out, at any depth: they mean the default.
 */
export function wellFormed(props: unknown): { props: Partial<RdsCrossRegionBackupProps>; problems: string[] } {
  if (!isObject(props)) return { props: {}, problems: [`they must be an object, got: ${shown(props ?? null)}`] };
  const problems: string[] = [];
  const given = new Map(entriesOf(props));
  const taken = Object.entries(PROPS).map(([name, inside]): [string, unknown] => {
    const value = given.get(name);
    return [name, value === undefined && name !== "targets" ? undefined : inside(name, value, problems)];
  });
  return { props: fromEntries(taken), problems };
}

const entriesOf = (value: unknown): [string, unknown][] => Object.entries(value as object);
const isDefined = (value: unknown): boolean => value !== undefined;
const fromEntries = (entries: [string, unknown][]): object =>
  Object.fromEntries(entries.filter(([, value]) => isDefined(value)));
