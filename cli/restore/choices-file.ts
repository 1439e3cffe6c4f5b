import { listed } from "../../handlers/core/told/words";
import { comment, type Hcl, inline, key } from "./hcl";
import type { Folder, Mapped } from "./model";

const MOST_NAMES = 5;

/** `terraform.tfvars`: what nobody but a person of the target region can know. */
export function choicesFile({ region, subnetGroups, securityGroups, withoutClass }: Folder): string {
  return [
    ...comment(
      "",
      `What is to be chosen in ${region}. Left: what was lost, by its name there. Right: what takes its place here.`,
    ),
    "",
    ...comment("", `aws rds describe-db-subnet-groups --region ${region} shows them`),
    "subnet_groups = {",
    ...entries(subnetGroups, ({ there }) => there ?? NOTHING),
    "}",
    "",
    ...comment("", `aws ec2 describe-security-groups --region ${region} shows them`),
    "security_groups = {",
    ...entries(securityGroups, ({ there }) => there),
    "}",
    ...(withoutClass.length > 0
      ? [
          "",
          ...comment("", `The class of ${listed(withoutClass, MOST_NAMES)}: to be chosen, such as "db.r6g.large"`),
          "instance_class = null",
        ]
      : []),
    "",
  ].join("\n");
}

const NOTHING = { expression: "null" };

/** Each with a comment above it, so that Terraform aligns nothing. */
function entries<T>(all: readonly Mapped<T>[], there: (one: Mapped<T>) => Hcl): string[] {
  return all.flatMap((one, index) => [
    ...(index > 0 ? [""] : []),
    ...comment("  ", `of ${listed(one.of, MOST_NAMES)}: ${one.because}`),
    `  ${key(one.lost)} = ${inline(there(one))}`,
  ]);
}
