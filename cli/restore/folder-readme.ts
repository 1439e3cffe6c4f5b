import { groupBy } from "../../handlers/core/identity";
import { counted, listed, moment } from "../../handlers/core/told/words";
import { type Problem, problemText } from "../problem";
import { STEPS } from "./documents";
import type { Folder, Restored } from "./model";

const MOST_NAMES = 10;

/** What to do with the folder, in order, and what will not be as it was. */
export function folderReadme(folder: Folder, problems: readonly Problem[]): string {
  const { databases, region, account, written, warnings } = folder;
  const gib = databases.reduce((sum, { sizeGib }) => sum + sizeGib, 0);
  const keys = [...new Set(databases.flatMap(({ keyArn }) => keyArn ?? []))];
  return `${[
    `# Restoring ${counted(databases.length, "database")} in ${region}`,
    `Written on ${moment(written)}, from the copies in ${region} of account ${account}: ${counted(databases.length, "database")}, ${gib} GiB. More on restores: <${STEPS}>.`,
    "## Steps",
    steps(folder),
    needs(keys),
    ...(problems.length > 0
      ? ["## What stands in the way", lines(problems.map((problem) => problemText(problem, " ")))]
      : []),
    ...(warnings.length > 0 ? ["## Warnings", lines(warnings)] : []),
    "## What will not be as it was",
    differencesOf(databases),
    "## What no copy has",
    lines([...NOT_IN_COPIES]),
    "## What is restored",
    tableOf(databases),
  ].join("\n\n")}\n`;
}

function steps({ subnetGroups, securityGroups, withoutClass, stubs, databases }: Folder): string {
  const open = [
    subnetGroups.some(({ there }) => there === undefined) && "subnet groups (no plan without them)",
    securityGroups.some(({ there }) => there.length === 0) && "security groups",
    withoutClass.length > 0 && "instance_class",
  ].filter((one) => one !== false);
  const hasInstances = databases.some(({ kind }) => kind === "instance");
  return [
    `1. Choose in \`terraform.tfvars\`: ${open.length > 0 ? open.join(", ") : "nothing is missing; look whether it is right"}.`,
    ...(stubs.length > 0
      ? [
          `2. Fill in the parameters of ${listed(
            stubs.map(({ name }) => name),
            MOST_NAMES,
          )} in \`databases.tf\`: they are made empty otherwise, and what is set later needs a reboot.`,
        ]
      : ["2. Look through `databases.tf`: each value says where it is from."]),
    "3. `terraform init`",
    ...(hasInstances
      ? [
          "4. `terraform apply -var=backups=false`: instances first without backups, as RDS would take one at once and Terraform wait for it, hours where a database is large.",
          "5. `terraform apply`: backups on, which interrupts each instance once more, and what the provider sets only in a second apply. Before applications come back, or at an hour that suits.",
        ]
      : ["4. `terraform apply`", "5. `terraform apply` once more: what the provider sets only in a second apply."]),
    "6. `terraform plan` says that nothing is to change.",
    "7. Give applications the new endpoints, and protect the databases again: they have no copies in another region yet.",
    "8. Keep this folder: its `terraform.tfstate` is the only record of what Terraform made here, until you move it to a backend.",
  ].join("\n");
}

const needs = (keys: readonly string[]): string =>
  [
    "Whoever applies needs the rights to make databases" +
      (keys.length > 0
        ? `, and \`kms:DescribeKey\` and \`kms:CreateGrant\` on the keys of the copies: ${keys.map((one) => `\`${one}\``).join(", ")}.`
        : "."),
    "Roles that databases use want `iam:PassRole`; where RDS keeps the master password, `secretsmanager:CreateSecret` and `secretsmanager:TagResource`.",
    "If an apply breaks off, also as credentials have expired, plan before you apply again: what Terraform calls tainted is there, and would be destroyed and restored anew. `terraform untaint 'aws_db_instance.restored[\"name\"]'` keeps it.",
    "RDS restores many at once: Terraform starts ten at a time (`-parallelism`). A database takes connections before all of its data are there; it is slow until then.",
  ].join("\n");

const NOT_IN_COPIES = [
  "The values of parameters. Parameter groups that are missing here are stubs.",
  "Security groups and their rules, subnets, DNS names.",
  "Passwords and secrets: the master user's password is that of the time of the backup, where RDS did not keep it in a secret.",
  "Proxies, read replicas, custom endpoints, write forwarding, activity streams, event subscriptions, alarms, roles and users of IAM that name the lost database.",
  "What was written after the backup.",
];

/** Alike ones once, with the names of the databases. */
function differencesOf(databases: readonly Restored[]): string {
  const all = databases.flatMap(({ name, kind, differences }) =>
    [...new Set(differences)].map((difference) => ({
      difference,
      shown: kind === "cluster" ? `${name} (cluster)` : name,
    })),
  );
  if (all.length === 0) return "Nothing that their restore sheets tell.";
  const alike = [...groupBy(all, ({ difference }) => difference)];
  return lines(
    alike.map(([difference, of]) => {
      const names = of.map(({ shown }) => shown);
      return `${difference} (${listed(names, MOST_NAMES)})`;
    }),
  );
}

const lines = (all: readonly string[]): string => all.map((one) => `- ${one}`).join("\n");

function tableOf(databases: readonly Restored[]): string {
  const rows = databases.map(({ name, kind, lostName, time, sizeGib, snapshot, sheet }) =>
    [
      name,
      kind,
      name === lostName ? "" : lostName,
      time === undefined ? "not known" : moment(time),
      sizeGib,
      snapshot,
      SHEET[sheet],
    ].join(" | "),
  );
  return [
    "| name | kind | was | backup of | GiB | copy | restore sheet |",
    "|---|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

const SHEET = { read: "yes", none: "none", malformed: "not readable" } as const;
