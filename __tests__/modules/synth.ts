import { TerraformStack } from "cdktf";
import { RootConstruct } from "constructs";
import { hcl } from "../../modules/expressions";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";

type Block = Readonly<Record<string, unknown>>;

export interface Statement {
  readonly sid: string;
  readonly effect?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals?: readonly { type: string; identifiers: readonly string[] }[];
  readonly condition?: readonly { test: string; variable: string; values: readonly string[] }[];
}

/** What a stack synthesises, without digging in JSON. */
export class Template {
  private readonly json: {
    readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
    readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
    readonly locals?: Block;
  };

  constructor(stack: TerraformStack) {
    this.json = JSON.parse(JSON.stringify(stack.toTerraform(), (key, value) => (key === "//" ? undefined : value)));
  }

  /** Addresses of all resources, without `for_each` keys. */
  addresses(): string[] {
    return Object.entries(this.json.resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
  }

  /** How many resources a plan of literal props makes. */
  count(): number {
    const sizeOf = ({ for_each, count }: Block) => (for_each ? Object.keys(for_each).length : Number(count ?? 1));
    return this.addresses().reduce((total, address) => total + sizeOf(this.resource(address)), 0);
  }

  /** @throws Error if there is no resource at this address */
  resource(address: string): Block {
    const [type = "", name = ""] = address.split(".");
    const found = this.json.resource[type]?.[name];
    if (!found) throw new Error(`no ${address} among:\n${this.addresses().join("\n")}`);
    return found;
  }

  data(type: string, name: string): Block {
    return this.json.data[type]?.[name] ?? {};
  }

  /** The expression of a local value; undefined if there is none of this name. */
  local(name: string): unknown {
    return this.json.locals?.[name];
  }

  statements(name: string): readonly Statement[] {
    const { statement } = JSON.parse(JSON.stringify(this.data("aws_iam_policy_document", name)));
    return statement ?? [];
  }

  statement(name: string, sid: string): Statement | undefined {
    return this.statements(name).find((statement) => statement.sid === sid);
  }

  text(): string {
    return JSON.stringify(this.json);
  }
}

export const baseProps: RdsCrossRegionBackupProps = { targets: { "eu-central-1": {} } };

export function synth(overrides: Partial<RdsCrossRegionBackupProps> = {}): Template {
  const stack = newStack();
  new RdsCrossRegionBackup(stack, "this", { ...baseProps, ...overrides });
  return new Template(stack);
}

/** A stack without an app writes nothing. */
export const newStack = (): TerraformStack => new TerraformStack(new RootConstruct(), "test");

export const PARTITION = hcl("local.partition");
export const ACCOUNT = hcl("local.account_id");
export const REGION = hcl("local.source_region");
export const SUFFIX = hcl("local.dns_suffix");

/** ARN of something of this account, as it is synthesised. */
export const arn = (service: string, region: string, resource: string): string =>
  `arn:${PARTITION}:${service}:${region}:${ACCOUNT}:${resource}`;

export const keyArn = (region: string, id = "0d9f3c1a"): string => `arn:aws:kms:${region}:123456789012:key/${id}`;
