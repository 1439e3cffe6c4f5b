import type { Folder } from "../../../cli/restore/model";
import { callsFor } from "../../provider/calls";
import { folderResources } from "../../provider/folder";
import type { PlannedResource } from "../../provider/plan";
import type { SnapshotRecord } from "../../rds/model";
import type { Check } from "../checks";
import { printList } from "../print";
import { Terraform, terraformCommand, writeFixtures } from "./terraform";

export interface OnTerraform {
  /** What the first apply makes, as Terraform plans it. */
  readonly first: readonly PlannedResource[];
  /** What a plan after each apply would change. */
  readonly changes: readonly string[];
}

/** Plans and applies the folder as its README says: without backups, then with them. Each time the next plan must change nothing. */
export async function planFolder(
  folder: string,
  fixtures: string,
  copies: readonly SnapshotRecord[],
): Promise<OnTerraform | undefined> {
  const command = terraformCommand();
  if (command === undefined) {
    printList("Terraform", "left out: TERRAFORM_COMMAND is not set");
    return undefined;
  }
  await writeFixtures(fixtures, copies);
  const terraform = new Terraform(command, folder, fixtures);
  await terraform.init();
  const off = ["backups=false"];
  const planned = await terraform.plan(off);
  const first = await terraform.apply();
  const again = await terraform.plan(off);
  const on = await terraform.plan([]);
  await terraform.apply();
  const last = await terraform.plan([]);
  printList(
    "Terraform",
    `${planned.changes.length} resources planned and applied, then ${on.changes.length} changed with backups on`,
  );
  return { first, changes: [...again.changes, ...last.changes] };
}

export function terraformChecks({ first, changes }: OnTerraform, folder: Folder): Check[] {
  const callsByAddress = (resources: readonly PlannedResource[]) =>
    new Map(callsFor(resources).map((one) => [one.address, JSON.stringify([one.making, one.modifying, one.later])]));
  const [planned, written] = [callsByAddress(first), callsByAddress(folderResources(folder, false))];
  return [
    { text: "Once applied, the folder plans no change", problems: changes },
    {
      text: "Terraform plans what was written, neither more nor less",
      problems: [...new Set([...planned.keys(), ...written.keys()])]
        .filter((address) => planned.get(address) !== written.get(address))
        .map((address) => `${address}: planned ${planned.get(address)}, written ${written.get(address)}`),
    },
  ];
}
