import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { printHcl } from "../modules/hcl/print-hcl";
import { terraformModuleStack } from "../modules/terraform-module";
import { skipRemarks } from "../suites/checkov/accepted-findings";
import { writeBundles } from "./bundle";
import { PARTS_OF, withParts } from "./generated-parts";
import { withMockProvider } from "./mock-provider";
import { moduleReadme } from "./module-readme";
import { propsSource } from "./props-source";
import { validationTests } from "./validation-tests";

/** The file of each block, by what its address looks like; the first that fits. One concern a file. */
const FILES: readonly [pattern: RegExp, file: string][] = [
  [/^terraform$/, "versions.tf"],
  [/^var\./, "variables.tf"],
  [/^output\./, "outputs.tf"],
  [/^local\./, "locals.tf"],
  [/\.dlq$/, "functions.tf"],
  [/kms_(key|alias)/, "keys.tf"],
  [/aws_cloudwatch_metric_alarm/, "alarms.tf"],
  [/aws_cloudwatch_query_definition/, "queries.tf"],
  [/notifications|aws_ssm_parameter/, "messages.tf"],
  [/aws_cloudwatch_event_|aws_lambda_permission\.(sweep|follow_up)/, "schedule.tf"],
  [/^data\.aws_(db_instance|rds_cluster)\./, "schedule.tf"],
  [/aws_sns_|aws_db_event_|rds_events/, "events.tf"],
  [/aws_iam_/, "permissions.tf"],
  [/aws_(lambda|sqs|cloudwatch_log)_/, "functions.tf"],
  [/^data\.aws_region\.|^terraform_data\./, "main.tf"],
  [/^check\./, "checks.tf"],
];

function fileOf(address: string): string {
  const file = FILES.find(([pattern]) => pattern.test(address))?.[1];
  if (file === undefined) throw new Error(`No file of the module is for ${address}: add it to FILES`);
  return file;
}

/** Writes the whole Terraform module into a folder, the zips of the functions included. */
export async function generateTerraform(folder: string): Promise<void> {
  await writeBundles(join(folder, "functions"));
  for (const [file, text] of Object.entries(printHcl(terraformModuleStack(), { fileOf, remarkOf: skipRemarks }))) {
    writeFileSync(join(folder, file), text);
  }
  writeFileSync(join(folder, "README.md"), moduleReadme());
}

if (require.main === module) {
  writeFileSync(resolve(__dirname, "../modules/props.ts"), propsSource());
  const tests = resolve(__dirname, "../terraform/tests");
  writeFileSync(join(tests, "validations.tftest.hcl"), validationTests());
  for (const file of readdirSync(tests)) {
    writeFileSync(join(tests, file), withMockProvider(readFileSync(join(tests, file), "utf8")));
  }
  generateTerraform(resolve(__dirname, "../terraform"));
  for (const path of Object.keys(PARTS_OF)) {
    const document = resolve(__dirname, "..", path);
    writeFileSync(document, withParts(path, readFileSync(document, "utf8")));
  }
}
