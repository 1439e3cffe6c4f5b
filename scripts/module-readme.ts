import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { REQUIRED } from "../modules/terraform-module";
import { OUTPUTS } from "../modules/terraform-outputs";
import { shapeOf } from "../modules/terraform-variables";
import type { Setting } from "../settings/kinds";
import { ALL_SETTINGS } from "../settings/settings";
import { described } from "../settings/words";
import { BAD_INPUTS } from "../suites/terraform/bad-inputs";
import { PROJECT } from "./addresses";

const EXAMPLES = resolve(__dirname, "../examples");

/** README.md of the Terraform module: its shortest use, and tables of its inputs, outputs and errors. */
export function moduleReadme(): string {
  return `# rds-cross-region-backup

Keeps a recent, re-encrypted, restorable copy of the backups of RDS databases and Aurora clusters in other regions, and
tells when there is none. The source region is that of the provider, or \`region\`.

\`\`\`hcl
${readFileSync(join(EXAMPLES, "minimal/main.tf"), "utf8")
  .replace(/^#.*\n/gm, "")
  .trim()}
\`\`\`

Needs Terraform ${REQUIRED.terraform} and the provider hashicorp/aws ${REQUIRED.awsProvider}. It is generated: see
[the project](${PROJECT}) for what it costs, how it works and what to do when it breaks.

## Inputs

| Name | Description | Type | Default |
| --- | --- | --- | --- |
${ALL_SETTINGS.map(([name, setting]) => row(code(name), described(setting), code(shapeOf(setting.is)), defaultOf(setting))).join("\n")}

## Outputs

| Name | Description |
| --- | --- |
${OUTPUTS.map(({ name, description }) => row(code(name), description)).join("\n")}

## What a plan refuses

Each is a test. Values that a plan cannot know, such as the ARN of a key made in the same apply, are checked by the apply.

| Input | Message |
| --- | --- |
${BAD_INPUTS.map(({ title, message }) => row(title, code(message.replace(/got: $/, "got: …")))).join("\n")}
`;
}

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const code = (text: string): string => `\`${text}\``;
const defaultOf = (setting: Setting): string =>
  setting.default === undefined ? "required" : code(JSON.stringify(setting.default));
