import assert from "node:assert/strict";
import * as v from "valibot";
import type { Checks } from "../checks";
import { lifecycle } from "./lifecycle";
import type { Workspace } from "./workspace";

const State = v.object({
  values: v.object({
    root_module: v.object({
      child_modules: v.array(
        v.object({
          address: v.string(),
          resources: v.array(v.object({ address: v.string(), values: v.record(v.string(), v.unknown()) })),
        }),
      ),
    }),
  }),
});
const Policy = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ Statement: v.array(v.object({ Sid: v.string(), Resource: v.union([v.string(), v.array(v.string())]) })) }),
);

interface Pair {
  readonly example: string;
  readonly partition: string;
  /** Name of a module's call → its source region. */
  readonly modules: Readonly<Record<string, string>>;
}

const PAIRS: readonly Pair[] = [
  { example: "two-regions", partition: "aws", modules: { ireland: "eu-west-1", frankfurt: "eu-central-1" } },
  {
    example: "several-source-regions",
    partition: "aws",
    modules: {
      'rds_cross_region_backup["eu-west-1"]': "eu-west-1",
      'rds_cross_region_backup["us-east-1"]': "us-east-1",
    },
  },
  { example: "govcloud", partition: "aws-us-gov", modules: { west: "us-gov-west-1", east: "us-gov-east-1" } },
];

/** What has a name of its own in AWS, and that in its ARN. */
const NAMED =
  /\.aws_(cloudwatch_log_group|cloudwatch_metric_alarm|db_event_subscription|iam_role|kms_alias|lambda_function|sns_topic|sqs_queue)\./;

/** Examples of two deployments that protect each other's region: neither may copy what the other has copied, or have its names. */
export function pairs(checks: Checks, workspace: Workspace): void {
  for (const { example, partition, modules } of PAIRS) {
    const folder = `examples/${example}`;
    const region = Object.values(modules)[0] ?? "";
    lifecycle(checks, workspace, folder, folder, { region });
    checks.check(
      `${folder}: each copies automated snapshots of its own region only, in the partition ${partition}`,
      () => {
        const run = (...args: string[]): string => {
          const { ok, output } = workspace.terraform(folder, args, { region });
          assert.ok(ok, output);
          return output;
        };
        run("apply", "-auto-approve");
        const shown = run("show", "-json");
        const { child_modules } = v.parse(State, JSON.parse(shown)).values.root_module;
        const sources = child_modules.map(({ address, resources }) => {
          const policy = resources.find((resource) => resource.address === `${address}.aws_iam_role_policy.this`)
            ?.values.policy;
          const statement = v.parse(Policy, policy).Statement.find(({ Sid }) => Sid === "CopyFromAutomatedSnapshots");
          return [address, [statement?.Resource ?? []].flat().sort()];
        });
        const expected = Object.entries(modules).map(([name, source]) => [
          `module.${name}`,
          ["cluster-snapshot", "snapshot"].map((kind) => `arn:${partition}:rds:${source}:123456789012:${kind}:rds:*`),
        ]);
        assert.deepEqual(Object.fromEntries(sources), Object.fromEntries(expected));
        const arns = child_modules
          .flatMap(({ resources }) => resources)
          .filter(({ address, values }) => typeof values.arn === "string" && NAMED.test(address))
          .map(({ values }) => String(values.arn));
        assert.equal(arns.filter((arn) => /:sns:.*-rds-events$/.test(arn)).length, 2, "a topic for each deployment");
        assert.deepEqual(arns.sort(), [...new Set(arns)].sort());
        const partitions = new Set([...shown.matchAll(/arn:([a-z-]+):/g)].map(([, name]) => name));
        assert.deepEqual([...partitions], [partition]);
        run("destroy", "-auto-approve");
      },
    );
  }
}
