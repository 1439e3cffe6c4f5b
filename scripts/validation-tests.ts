import { BAD_INPUTS, type BadInput } from "../suites/terraform/bad-inputs";
import { MOCK_PROVIDER } from "./mock-provider";

/** `validations.tftest.hcl`: what the module refuses, and which variable does. */
export function validationTests(): string {
  return `# Generated from the bad examples of the settings by \`npm run generate\`: what is refused, and by which variable.
${MOCK_PROVIDER}
variables {
  notification_emails = null
}

${BAD_INPUTS.flatMap(run).join("\n")}`;
}

function run({ title, variables, region, refusedBy }: BadInput): string[] {
  if (refusedBy === undefined) return [];
  const override = `  override_data {
    target = data.aws_region.this
    values = { region = "${region}" }
  }

`;
  return [
    `run "${title.replace(/[^a-z0-9]+/gi, "_").toLowerCase()}" {
  command = plan

  variables {
${attributes(variables)}
  }

${region === undefined ? "" : override}  expect_failures = [${refusedBy.join(", ")}]
}
`,
  ];
}

/** As `terraform fmt` aligns them. */
function attributes(values: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values)
    .map(([name, value]) => `    ${name.padEnd(width)} = ${hclOf(value)}`)
    .join("\n");
}

function hclOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hclOf).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)} = ${hclOf(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
