/** A change that a reviewer sees as a plan. Arguments are those of the module's call, as HCL. */
export interface GoldenPlan {
  /** Name of the file in `plans/`. */
  readonly name: string;
  readonly title: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** All that may change, and how; addresses within the module. */
  readonly changes: readonly string[];
  /** The settings of the functions that change, `?` behind those that are known after the apply only. */
  readonly settings: readonly string[];
  /** What a reviewer must know that the plan does not say. */
  readonly warning?: string;
}

const TARGETS = ["targets = {", '  "eu-central-1" = {}', '  "eu-north-1"   = {}', "}"];
const FUNCTIONS = ["backup_finished", "sweep"].map((name) => `update aws_lambda_function.${name}`);
const PERMISSIONS = "update aws_iam_role_policy.this";
const targetOf = (action: string, region: string) =>
  [
    ...["copies_unrestorable", "recovery_point_age", "snapshot_quota_clusters", "snapshot_quota_instances"].map(
      (alarm) => `aws_cloudwatch_metric_alarm.${alarm}`,
    ),
    "aws_kms_alias.this",
    "aws_kms_key.this",
    "terraform_data.target_since",
  ].map((address) => `${action} ${address}["${region}"]`);

const KEY_WARNING = `The plan destroys a key under which there are copies. While protect_kms_keys = true (the default) AWS refuses
that: the apply removes all else that is for the region, ends with AccessDenied on kms:ScheduleKeyDeletion, and key and copies
stay; each later plan shows the key again, until it is taken over or the target is put back. To keep the key, take it over
in the same change, as in examples/leaving-a-region: then no plan shows it. To give it up: delete the copies under it, set
protect_kms_keys = false, apply, then remove the target.`;

export const GOLDEN_PLANS: readonly GoldenPlan[] = [
  {
    name: "retention-raised",
    title: "Retention raised: seven copies of each database instead of three",
    before: TARGETS,
    after: [...TARGETS, "retention = { keep_last = 7 }"],
    changes: FUNCTIONS,
    settings: ["RETENTION"],
  },
  {
    name: "target-added",
    title: "A target region added",
    before: TARGETS,
    after: [...TARGETS.slice(0, -1), '  "us-west-2"    = {}', "}"],
    changes: [...targetOf("create", "us-west-2"), ...FUNCTIONS, PERMISSIONS],
    settings: ["TARGETS", "TARGETS_SINCE", "TARGET_KMS_KEYS?"],
  },
  {
    name: "database-excluded",
    title: "One database excluded",
    before: TARGETS,
    after: [...TARGETS, 'instances = { exclude = ["orders-test"] }'],
    changes: FUNCTIONS,
    settings: ["INSTANCES"],
  },
  {
    name: "target-removed",
    title: "A target region removed while keys are protected",
    before: TARGETS,
    after: TARGETS.filter((line) => !line.includes("eu-north-1")),
    changes: [...targetOf("delete", "eu-north-1"), ...FUNCTIONS, PERMISSIONS],
    settings: ["TARGETS", "TARGETS_SINCE", "TARGET_KMS_KEYS"],
    warning: KEY_WARNING,
  },
];

/** The same change, together with another target region whose key is made: its ARN is unknown in the plan, and all else is shown as before. */
export function whileAKeyIsMade(plan: GoldenPlan): GoldenPlan {
  const settings = [
    ...plan.settings.filter((name) => !name.startsWith("TARGET")),
    "TARGETS",
    "TARGETS_SINCE",
    "TARGET_KMS_KEYS?",
  ];
  return {
    ...plan,
    name: `${plan.name}-while-a-key-is-made`,
    title: `${plan.title}, while the key of another target region is made`,
    after: plan.after.map((line) => (line.startsWith('  "eu-central-1"') ? `${line}\n  "us-east-1"    = {}` : line)),
    changes: [...new Set([...plan.changes, ...targetOf("create", "us-east-1"), ...FUNCTIONS, PERMISSIONS])],
    settings: settings.sort(),
  };
}
