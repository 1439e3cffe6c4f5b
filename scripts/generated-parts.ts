import { CHECKS } from "../cli/doctor/checks";
import { MEANINGS } from "../cli/exit";
import { REQUIRED } from "../modules/terraform-module";
import { engines, peerDependencies } from "../package.json";
import { costTable } from "./costs";
import { runbookIndex } from "./runbook";
import { sampleChanges, sampleDigest, samplePiece } from "./sample-messages";

type Parts = Readonly<Record<string, (document: string) => string>>;

/** What documents have that follows from something else, by the name of the comment that it stands after. */
export const PARTS_OF: Readonly<Record<string, Parts>> = {
  "README.md": { costs: () => costTable(), message: samplePiece, versions: versionTable },
  "docs/command-line.md": { "exit-codes": exitCodes, "doctor-checks": doctorChecks },
  "docs/runbook.md": { index: runbookIndex },
  "docs/messages.md": { changes: sampleChanges, digest: sampleDigest },
};

/** A document with these parts renewed. @throws Error if it has no place for one */
export function withParts(path: string, document: string): string {
  return Object.entries(PARTS_OF[path] ?? {}).reduce((text, [name, part]) => {
    const place = new RegExp(`<!-- ${name} -->\n[\\s\\S]*?<!-- /${name} -->`);
    if (!place.test(text)) throw new Error(`${path} has no <!-- ${name} --> … <!-- /${name} -->`);
    return text.replace(place, () => `<!-- ${name} -->\n${part(document)}\n<!-- /${name} -->`);
  }, document);
}

function exitCodes(): string {
  const rows = Object.entries(MEANINGS).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return ["| code | meaning |", "|---|---|", ...rows].join("\n");
}

function doctorChecks(): string {
  const rows = Object.entries(CHECKS).map(([check, asks]) => `| \`${check}\` | ${asks} |`);
  return ["| check | asks |", "|---|---|", ...rows].join("\n");
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
