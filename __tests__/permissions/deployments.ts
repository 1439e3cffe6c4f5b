import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { parseSettings } from "../../handlers/settings/parse-settings";
import type { Startup } from "../../handlers/settings/settings";
import type { RdsCrossRegionBackupProps } from "../../modules";
import { RdsCrossRegionBackup } from "../../modules";
import type { Account } from "../../simulation/iam/arns";
import { Stack } from "../../simulation/terraform/stack";

export const ACCOUNT: Account = { partition: "aws", id: "111122223333" };
export const OTHER_ACCOUNT: Account = { partition: "aws", id: "999988887777" };
export const SOURCE = "eu-west-1";
export const TARGET = "eu-central-1";
export const SECOND_TARGET = "us-east-1";
/** No deployment of these tests has to do with it. */
export const ELSEWHERE = "ca-central-1";

export const keyArn = (region: string, id: string, account = ACCOUNT.id): string =>
  `arn:aws:kms:${region}:${account}:key/${id}`;

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  /** None in the trust of a role. */
  readonly Resource?: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Conditions;
}

/** Operator → context key → values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** One use of the construct, synthesised; references stand for simulated ARNs. */
export class Deployment {
  readonly name: string;
  readonly targets: readonly string[];
  /** In Terraform's JSON syntax. */
  readonly json: string;
  readonly #stack: Stack;

  constructor(
    readonly title: string,
    readonly props: RdsCrossRegionBackupProps,
  ) {
    const stack = new TerraformStack(Testing.app(), "permissions");
    new AwsProvider(stack, "aws", { region: SOURCE });
    new RdsCrossRegionBackup(stack, "this", { followUpIntervalMinutes: 60, retention: { keepLast: 1 }, ...props });
    this.name = props.name ?? "rds-cross-region-backup";
    this.targets = Object.keys(props.targets);
    this.json = Testing.synth(stack);
    this.#stack = new Stack(this.json, ACCOUNT);
  }

  /** An argument of the only resource of a type, or of the first at that address: `aws_sqs_queue.dlq`, with a key or without. */
  text(address: string, argument: string): string {
    return this.#resources(address)[0]?.text(argument) ?? "";
  }

  /** ARNs of all resources of a type. */
  arns(type: string): readonly string[] {
    return this.#resources(type).map((resource) => resource.text("arn"));
  }

  policy(address: string, argument = "policy"): Policy {
    return JSON.parse(this.text(address, argument));
  }

  /** What the functions may do. */
  get rolePolicy(): Policy {
    return this.policy("aws_iam_role_policy.this");
  }

  /** Who may invoke a function, as Lambda writes its permissions into the function's policy. */
  functionPolicy(role: string): Policy {
    const arn = this.text(`aws_lambda_function.${role}`, "arn");
    const name = this.text(`aws_lambda_function.${role}`, "function_name");
    const permissions = this.#resources("aws_lambda_permission").filter((one) => one.text("function_name") === name);
    return {
      Version: "2012-10-17",
      Statement: permissions.map((permission) => ({
        Sid: permission.text("statement_id"),
        Effect: "Allow",
        Principal: { Service: permission.text("principal") },
        Action: [permission.text("action")],
        Resource: [arn],
        Condition: { ArnLike: { "AWS:SourceArn": [permission.text("source_arn")] } },
      })),
    };
  }

  /** What the functions start with. */
  get startup(): Startup {
    const [sweep] = this.#resources("aws_lambda_function.sweep");
    const variables = Object.entries(Object(sweep?.block("environment")?.variables));
    return parseSettings({
      AWS_REGION: SOURCE,
      ...Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
    });
  }

  /** ARNs of the keys that the deployment makes, uses by default, or uses for single databases. */
  get targetKeys(): readonly string[] {
    const made = this.#resources("aws_kms_key.this").map((key) => key.text("arn"));
    const given = Object.values(this.props.targets).flatMap(({ kmsKeyArn, databaseKmsKeyArns = {} }) => [
      ...(kmsKeyArn === undefined ? [] : [kmsKeyArn]),
      ...Object.values(databaseKmsKeyArns),
    ]);
    return [...made, ...given];
  }

  #resources(address: string) {
    const [, type = "", name, key] = /^(\w+)(?:\.(\w+))?(\[.*\])?$/.exec(address) ?? [];
    return this.#stack
      .ofType(type)
      .filter((resource) => (name === undefined || resource.name === name) && (!key || resource.address === address));
  }
}

/** Every shape that the role's policy can have. */
export const DEPLOYMENTS: readonly Deployment[] = [
  new Deployment("one target region", { targets: { [TARGET]: {} } }),
  new Deployment("two target regions", { targets: { [TARGET]: {}, [SECOND_TARGET]: {} } }),
  new Deployment("keys of single databases", {
    targets: {
      [TARGET]: { databaseKmsKeyArns: { "pay*": keyArn(TARGET, "payments") } },
      [SECOND_TARGET]: {
        createKmsKey: false,
        databaseKmsKeyArns: { payroll: keyArn(SECOND_TARGET, "payroll"), "*": keyArn(SECOND_TARGET, "others") },
      },
    },
  }),
  new Deployment("keys of other accounts", {
    targets: {
      [TARGET]: { createKmsKey: false, kmsKeyArn: keyArn(TARGET, "central", OTHER_ACCOUNT.id) },
      [SECOND_TARGET]: {},
    },
    sourceKmsKeyArns: [keyArn(SOURCE, "shared", OTHER_ACCOUNT.id)],
  }),
  new Deployment("no look at what restores need", {
    restoreChecks: "off",
    targets: { [TARGET]: {}, [SECOND_TARGET]: { createKmsKey: false, kmsKeyArn: keyArn(SECOND_TARGET, "given") } },
  }),
  new Deployment("a look at all that restores need", { restoreChecks: "all", targets: { [TARGET]: {} } }),
  new Deployment("no option groups", { targets: { [TARGET]: {} }, copyOptionGroups: "never" }),
  new Deployment("no key", { targets: { [TARGET]: { createKmsKey: false } } }),
  new Deployment("a given key, another name, a boundary, an encrypted queue", {
    name: "orders",
    targets: { [TARGET]: { createKmsKey: false, kmsKeyArn: keyArn(TARGET, "given") } },
    encryptionKeyArn: keyArn(SOURCE, "plumbing"),
    permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
  }),
];
