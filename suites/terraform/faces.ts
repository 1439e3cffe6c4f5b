import assert from "node:assert/strict";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import type { Checks } from "../checks";
import type { Workspace } from "./workspace";

const key = (region: string, id: string) => `arn:aws:kms:${region}:123456789012:key/${id}`;

/** The same deployment in props and in variables. */
export const DEPLOYMENTS: readonly {
  readonly title: string;
  readonly props: RdsCrossRegionBackupProps;
  readonly variables: Readonly<Record<string, unknown>>;
}[] = [
  {
    title: "nothing but a target region",
    props: { targets: { "eu-central-1": {} } },
    variables: { targets: { "eu-central-1": {} } },
  },
  {
    title: "everything set",
    props: {
      name: "orders",
      targets: {
        "us-east-1": { createKmsKey: false },
        "eu-north-1": { databaseKmsKeyArns: { "pay*": key("eu-north-1", "pay"), orders: key("eu-north-1", "orders") } },
        "eu-central-1": { createKmsKey: false, kmsKeyArn: key("eu-central-1", "given") },
        "eu-south-1": { createKmsKey: false },
      },
      instances: {
        include: ["orders", "pay*"],
        exclude: ["*-test"],
        tags: { stage: "prod", "cost:centre": "a=<b>&c" },
      },
      clusters: { include: [] },
      retention: { keepLast: 5, keepDaily: 7, keepWeekly: 4, keepMonthly: 6, keepYearly: 1 },
      maxDeletionsPerDailyRun: 5,
      manualSnapshotHeadroom: 0,
      copyTags: { "cost:centre": "a=b" },
      copyOptionGroups: "never",
      backupWindows: ["23:30-00:00", "04:00-04:30"],
      scheduleMarginMinutes: 90,
      followUpIntervalMinutes: 30,
      maxCopiesInProgress: { instances: 10, clusters: 2 },
      maxRecoveryPointAgeHours: 48,
      stuckCopyHours: 12,
      alarmActions: ["arn:aws:sns:eu-west-2:123456789012:on-call"],
      okActions: ["arn:aws:sns:eu-west-2:123456789012:all-clear"],
      notificationEmails: ["ops@example.com", "dba@example.com"],
      region: "eu-west-2", // another than that of the provider
      protectKmsKeys: false,
      sourceKmsKeyArns: [key("eu-west-2", "shared").replace("123456789012", "999988887777")],
      encryptionKeyArn: key("eu-west-2", "plumbing"),
      dryRun: true,
      lambdaRuntime: "nodejs22.x",
      logRetentionInDays: 30,
      logLevel: "DEBUG",
      permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
      tags: { team: "databases" },
    },
    variables: {
      name: "orders",
      targets: {
        "us-east-1": { create_kms_key: false },
        "eu-north-1": {
          database_kms_key_arns: { "pay*": key("eu-north-1", "pay"), orders: key("eu-north-1", "orders") },
        },
        "eu-central-1": { create_kms_key: false, kms_key_arn: key("eu-central-1", "given") },
        "eu-south-1": { create_kms_key: false },
      },
      instances: {
        include: ["orders", "pay*"],
        exclude: ["*-test"],
        tags: { stage: "prod", "cost:centre": "a=<b>&c" },
      },
      clusters: { include: [] },
      retention: { keep_last: 5, keep_daily: 7, keep_weekly: 4, keep_monthly: 6, keep_yearly: 1 },
      max_deletions_per_daily_run: 5,
      manual_snapshot_headroom: 0,
      copy_tags: { "cost:centre": "a=b" },
      copy_option_groups: "never",
      backup_windows: ["23:30-00:00", "04:00-04:30"],
      schedule_margin_minutes: 90,
      follow_up_interval_minutes: 30,
      max_copies_in_progress: { instances: 10, clusters: 2 },
      max_recovery_point_age_hours: 48,
      stuck_copy_hours: 12,
      alarm_actions: ["arn:aws:sns:eu-west-2:123456789012:on-call"],
      ok_actions: ["arn:aws:sns:eu-west-2:123456789012:all-clear"],
      notification_emails: ["ops@example.com", "dba@example.com"],
      region: "eu-west-2", // another than that of the provider
      protect_kms_keys: false,
      source_kms_key_arns: [key("eu-west-2", "shared").replace("123456789012", "999988887777")],
      encryption_key_arn: key("eu-west-2", "plumbing"),
      dry_run: true,
      lambda_runtime: "nodejs22.x",
      log_retention_in_days: 30,
      log_level: "DEBUG",
      permissions_boundary: "arn:aws:iam::123456789012:policy/boundary",
      tags: { team: "databases" },
    },
  },
  {
    title: "backup windows read from databases",
    props: {
      targets: { "eu-central-1": {} },
      backupWindows: ["12:00-13:00"],
      backupWindowInstances: ["orders"],
      backupWindowClusters: ["shop"],
      scheduleMarginMinutes: 15,
    },
    variables: {
      targets: { "eu-central-1": {} },
      backup_windows: ["12:00-13:00"],
      backup_window_instances: ["orders"],
      backup_window_clusters: ["shop"],
      schedule_margin_minutes: 15,
    },
  },
  {
    title: "a key for one database only",
    props: {
      targets: {
        "eu-central-1": { createKmsKey: false, databaseKmsKeyArns: { orders: key("eu-central-1", "orders") } },
      },
    },
    variables: {
      targets: {
        "eu-central-1": { create_kms_key: false, database_kms_key_arns: { orders: key("eu-central-1", "orders") } },
      },
    },
  },
  {
    title: "no key at all, schedule given, deliberately nobody told",
    props: {
      notificationEmails: null,
      targets: { "eu-central-1": { createKmsKey: false } },
      instances: { include: [] },
      scheduleExpression: "rate(12 hours)",
    },
    variables: {
      notification_emails: null,
      targets: { "eu-central-1": { create_kms_key: false } },
      instances: { include: [] },
      schedule_expression: "rate(12 hours)",
    },
  },
];

/** The construct with literal props and the module with variables make the same resources. */
export function faces(checks: Checks, workspace: Workspace): void {
  DEPLOYMENTS.forEach(({ title, props, variables }, index) => {
    checks.check(`construct and module make the same: ${title}`, () => {
      const literal = `faces-${index}`;
      synthesise(props, join(workspace.folder, literal));
      const fromProps = applied(workspace, `${literal}/stacks/literal`);
      const fromVariables = applied(workspace, "terraform", variables);
      assert.ok(Object.keys(fromProps).length > 25, "too few resources to be all");
      assert.deepEqual(Object.keys(fromProps), Object.keys(fromVariables));
      assert.deepEqual(fromProps, fromVariables);
    });
  });
}

function synthesise(props: RdsCrossRegionBackupProps, outdir: string): void {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "literal");
  new LocalBackend(stack, { path: "terraform.tfstate" });
  new AwsProvider(stack, "aws");
  new RdsCrossRegionBackup(stack, "this", props);
  app.synth();
}

interface Resource {
  readonly mode: "managed" | "data";
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Applies, reads address → values of all resources (data sources show in these), and destroys. */
function applied(workspace: Workspace, folder: string, variables: Readonly<Record<string, unknown>> = {}) {
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform(folder, args, { variables });
    assert.ok(ok, output);
    return output;
  };
  run("init");
  run("apply", "-auto-approve");
  const shown: { values: { root_module: { resources: Resource[] } } } = JSON.parse(run("show", "-json"));
  run("destroy", "-auto-approve");
  const { resources } = shown.values.root_module;
  return Object.fromEntries(
    resources
      .filter(({ mode }) => mode === "managed")
      .sort((a, b) => (a.address < b.address ? -1 : 1))
      .map(({ address, values }) => [address, comparable(values)]),
  );
}

/** Without what may differ: where a zip lies, the order of a policy's statements, the id of a value that the state keeps, and times. */
function comparable({ filename, id, ...others }: Readonly<Record<string, unknown>>) {
  const all = "input" in others ? others : { ...others, id };
  const values: Readonly<Record<string, unknown>> = JSON.parse(
    JSON.stringify(all).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "a time"),
  );
  if (typeof values.policy !== "string" || values.policy === "") return values;
  const { Statement, ...policy }: { Statement: { Sid: string }[] } = JSON.parse(values.policy);
  return { ...values, policy: { ...policy, Statement: Statement.sort((a, b) => (a.Sid < b.Sid ? -1 : 1)) } };
}
