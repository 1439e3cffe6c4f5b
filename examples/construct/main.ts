/**
 * What: the construct in a CDKTF app of your own. Backups of eu-west-1 go to two regions, under a key that the
 * construct makes and a key that exists; the databases of a test stage are left out; alarms are mailed.
 *
 * Cost: one customer managed key (1 USD a month), fourteen alarms, and a few thousand short Lambda runs a month, besides
 * transfer and storage of the copies.
 *
 * Run: npx cdktf deploy --app "npx tsx examples/construct/main.ts"
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";

const app = new App();
const stack = new TerraformStack(app, "databases");
new AwsProvider(stack, "aws", { region: "eu-west-1" });

const backup = new RdsCrossRegionBackup(stack, "backup", {
  name: "orders-backup",
  targets: {
    "eu-central-1": {},
    "eu-north-1": {
      createKmsKey: false,
      kmsKeyArn: "arn:aws:kms:eu-north-1:123456789012:key/0d9f3c1a-8c1e-4c55-9a55-2f1a3b4c5d6e",
    },
  },
  instances: { exclude: ["*-test"] },
  clusters: { tags: { backup: "cross-region" } },
  backupWindows: ["23:30-00:00", "04:00-04:30"],
  retention: { keepLast: 3, keepDaily: 7, keepMonthly: 6 },
  notificationEmails: ["ops@example.com"],
  tags: { team: "databases" },
});

new TerraformOutput(stack, "sweep_function", { value: backup.sweepFunction.functionName });
app.synth();
