import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { terraformModule } from "../modules/terraform-module";
import { writeBundles } from "./bundle";
import { moduleReadme } from "./module-readme";

/** Files of the module and the top-level blocks that each holds. */
const FILES = {
  "main.tf.json": ["data", "locals", "resource"],
  "outputs.tf.json": ["output"],
  "variables.tf.json": ["variable"],
  "versions.tf.json": ["terraform"],
} as const;

/** Writes the whole Terraform module into a folder, the zips of the functions included. */
export async function generateTerraform(folder: string): Promise<void> {
  await writeBundles(join(folder, "functions"));
  const module = terraformModule();
  for (const [file, blocks] of Object.entries(FILES)) {
    const content = Object.fromEntries(blocks.map((block) => [block, module[block]]));
    writeFileSync(join(folder, file), `${JSON.stringify(content, undefined, 2)}\n`);
  }
  writeFileSync(join(folder, "README.md"), moduleReadme());
}

if (require.main === module) generateTerraform(resolve(__dirname, "../terraform"));
