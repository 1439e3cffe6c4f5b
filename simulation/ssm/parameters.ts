import type { Account } from "../iam/arns";
import { arn } from "../iam/arns";
import type { Clock } from "../time/clock";
import { AwsError } from "../wire/errors";
import type { JsonParameters } from "../wire/json-protocol";
import { deniedBy } from "../wire/service";
import type { ServiceCall } from "../wire/wing";

export interface ParameterRecord {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly value: string;
  readonly type: string;
  readonly version: number;
  readonly modifiedAt: number;
}

/** Of a parameter of the standard tier (docs/aws-facts.md#parameters). */
const LONGEST_VALUE = 4096;

/** Parameters of SSM's Parameter Store, in all regions. */
export class ParameterStore {
  readonly #parameters = new Map<string, ParameterRecord>();

  constructor(
    readonly account: Account,
    readonly clock: Clock,
  ) {}

  get(region: string, name: string): ParameterRecord | undefined {
    return this.#parameters.get(this.arnOf(region, name));
  }

  /** As a person or Terraform writes it: also what no function would. */
  put(region: string, name: string, value: string, type = "String"): ParameterRecord {
    const earlier = this.get(region, name);
    const record: ParameterRecord = {
      name,
      region,
      arn: this.arnOf(region, name),
      value,
      type,
      version: (earlier?.version ?? 0) + 1,
      modifiedAt: this.clock.now(),
    };
    this.#parameters.set(record.arn, record);
    return record;
  }

  remove(region: string, name: string): void {
    this.#parameters.delete(this.arnOf(region, name));
  }

  /** `/name/told` → `…:parameter/name/told`; of a name without a slash `…:parameter/name`. */
  arnOf(region: string, name: string): string {
    if (name.startsWith("arn:")) return name;
    return arn(this.account, "ssm", region, `parameter${name.startsWith("/") ? "" : "/"}${name}`);
  }

  /** @throws AwsError */
  async answer({ region, caller, parameters }: ServiceCall<JsonParameters>): Promise<unknown> {
    const { action } = parameters;
    const name = parameters.text("Name");
    if (name === undefined)
      throw new AwsError("ValidationException", "1 validation error detected: name must not be null");
    const resource = this.arnOf(region, name);
    const operation = { GetParameter: this.#get, PutParameter: this.#put }[action];
    if (!operation) throw new Error(`SSM's ${action} is not simulated.`);
    const allowed = await caller.allows({ action: `ssm:${action}`, resource });
    if (!allowed) throw deniedBy("ssm", caller.arn, `ssm:${action}`, resource);
    return operation.call(this, region, name, parameters);
  }

  #get(region: string, name: string): unknown {
    const found = this.get(region, name);
    if (!found) throw new AwsError("ParameterNotFound", `Parameter ${name} not found.`);
    return {
      Parameter: {
        ARN: found.arn,
        DataType: "text",
        LastModifiedDate: found.modifiedAt / 1000,
        Name: found.name,
        Type: found.type,
        Value: found.value,
        Version: found.version,
      },
    };
  }

  #put(region: string, name: string, parameters: JsonParameters): unknown {
    const earlier = this.get(region, name);
    const value = parameters.text("Value") ?? "";
    const type = parameters.text("Type") ?? earlier?.type;
    if (value === "")
      throw new AwsError("ValidationException", "Member must have length greater than or equal to 1: value");
    if (value.length > LONGEST_VALUE) {
      const text = `Standard tier parameters support a maximum parameter value of ${LONGEST_VALUE} characters.`;
      throw new AwsError(
        "ValidationException",
        `${text} To create a larger parameter value, upgrade to the advanced tier.`,
      );
    }
    if (type === undefined) {
      throw new AwsError("ValidationException", "A parameter type is required when you create a parameter.");
    }
    if (type !== "String") throw new Error(`Parameters of type ${type} are not simulated.`);
    if (earlier && !parameters.flag("Overwrite")) {
      throw new AwsError(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
      );
    }
    return { Tier: "Standard", Version: this.put(region, name, value, type).version };
  }
}
