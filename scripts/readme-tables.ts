import { REQUIRED } from "../modules/terraform-module";
import { engines, peerDependencies } from "../package.json";
import { costTable } from "./costs";

/** The tables of the README that follow from something else, by the name of the comment that they stand after. */
const TABLES: Readonly<Record<string, () => string>> = { costs: costTable, versions: versionTable };

/** The README with its tables renewed. @throws Error if it has no place for one */
export function withTables(readme: string): string {
  return Object.entries(TABLES).reduce((text, [name, table]) => {
    const place = new RegExp(`<!-- ${name} -->\n[\\s\\S]*?<!-- /${name} -->`);
    if (!place.test(text)) throw new Error(`README.md has no <!-- ${name} --> … <!-- /${name} -->`);
    return text.replace(place, () => `<!-- ${name} -->\n${table()}\n<!-- /${name} -->`);
  }, readme);
}

function versionTable(): string {
  const peer = (name: keyof typeof peerDependencies) => `${name} ${peerDependencies[name]}`;
  return [
    "| | |",
    "|---|---|",
    `| Terraform | ${REQUIRED.terraform}, with the provider hashicorp/aws ${REQUIRED.awsProvider} |`,
    "| OpenTofu | >= 1.9 |",
    `| CDKTF | ${peer("cdktf")}, ${peer("@cdktf/provider-aws")}. Archived in December 2025: new apps take CDKTN |`,
    `| CDKTN | ${peer("cdktn")}, ${peer("@cdktn/provider-aws")}, on Node 22.11 or newer |`,
    `| Node | ${engines.node}, for the constructs and for work on this repository; AWS's SDK asks for 22 from January 2027 |`,
  ].join("\n");
}
