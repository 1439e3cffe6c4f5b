import { Token } from "cdktf";
import { ROLE_POLICY_CHARACTERS as MAX } from "../settings/rules";
import type { TargetProps } from "./props";
import type { EffectiveSettings } from "./validate-props";
import { SOURCE_REGION, type Validation, validation } from "./variable-validations";

/**
 * Of what the role's policy is made: characters of its JSON for each one of something. ARNs of keys count as the shortest, and what single
 * settings add is left out: so nothing is refused that IAM takes, unless eight target regions have no key at all.
 */
const CHARACTERS = {
  policies: 3473,
  lettersOfName: 10,
  lettersOfSource: 16,
  targets: 586,
  lettersOfTargets: 14,
  lettersOfSourceInTargets: 6,
  keysOfDatabases: 156,
  sourceKeys: 234,
  looksAtAll: 265,
  withoutOptionGroups: -185,
  targetsWithoutOptionGroups: -94,
} as const;
type Part = keyof typeof CHARACTERS;
const PARTS = Object.entries(CHARACTERS) as [Part, number][];

export const TOO_MANY = `targets, the keys in them and source_kms_key_arns must be fewer, or be shared out to deployments of other names: IAM takes ${MAX} characters of permissions for a role.`;

type Settings = Pick<
  Partial<EffectiveSettings>,
  "name" | "region" | "sourceKmsKeyArns" | "restoreChecks" | "copyOptionGroups"
> & { readonly targets?: Readonly<Record<string, Pick<TargetProps, "databaseKmsKeyArns">>> | undefined };

/** As short as any, where only a plan knows the source region. */
const SHORTEST_REGION = "us-east-1";

/** @returns what is wrong with the size of the role's policy, if anything */
export function policyFits(settings: Settings): string[] {
  return policyCharacters(settings) <= MAX ? [] : [TOO_MANY];
}

export function policyCharacters({ targets = {}, ...settings }: Settings): number {
  const regions = Object.keys(targets);
  const source = lettersOf(settings.region ?? SHORTEST_REGION);
  const alone = settings.copyOptionGroups === "never" ? 1 : 0;
  const counts: Readonly<Record<Part, number>> = {
    policies: 1,
    lettersOfName: lettersOf(settings.name),
    lettersOfSource: source,
    targets: regions.length,
    lettersOfTargets: regions.join("").length,
    lettersOfSourceInTargets: source * regions.length,
    keysOfDatabases: different(
      Object.values(targets).flatMap((target) => Object.values(target.databaseKmsKeyArns ?? {})),
    ),
    sourceKeys: different(settings.sourceKmsKeyArns ?? []),
    looksAtAll: settings.restoreChecks === "all" ? 1 : 0,
    withoutOptionGroups: alone,
    targetsWithoutOptionGroups: alone * regions.length,
  };
  return PARTS.reduce((sum, [part, each]) => sum + each * counts[part], 0);
}

const lettersOf = (text = ""): number => (Token.isUnresolved(text) ? 0 : text.length);

const different = (values: readonly string[]): number => new Set(values).size;

const REGIONS = "try(keys(var.targets), [])";
const ALONE = '(var.copy_option_groups == "never" ? 1 : 0)';
const COUNTS: Readonly<Record<Part, string>> = {
  policies: "1",
  lettersOfName: "length(var.name)",
  lettersOfSource: `length(${SOURCE_REGION})`,
  targets: `length(${REGIONS})`,
  lettersOfTargets: `length(join("", ${REGIONS}))`,
  lettersOfSourceInTargets: `length(${SOURCE_REGION}) * length(${REGIONS})`,
  keysOfDatabases: `length(distinct(flatten([for region in ${REGIONS} : [for arn in try(values(var.targets[region].database_kms_key_arns), []) : try(tostring(arn), "")]])))`,
  sourceKeys: "length(distinct(var.source_kms_key_arns))",
  looksAtAll: '(var.restore_checks == "all" ? 1 : 0)',
  withoutOptionGroups: ALONE,
  targetsWithoutOptionGroups: `${ALONE} * length(${REGIONS})`,
};
const SUM = `sum([${PARTS.map(([part, each]) => `${each} * ${COUNTS[part]}`).join(", ")}])`;

/** The same in HCL. A plan knows it before the keys are made that an apply would leave behind. */
export const POLICY_FITS: Validation = validation(`${SUM} <= ${MAX}`, TOO_MANY);
