import type { Alarm } from "./cloudwatch/alarms";
import { parseArn } from "./iam/arns";
import type { Permissions } from "./iam/permissions";
import type { Lambda } from "./lambda/lambda";
import type { Queues } from "./lambda/queues";
import type { Deployment } from "./terraform/deployment";

/** What runs the stacks. */
export interface Running {
  readonly lambda: Lambda;
  readonly queues: Queues;
  readonly alarms: ReadonlyMap<string, Alarm>;
  /** By role name. */
  readonly permissions: ReadonlyMap<string, Permissions>;
}

/** The stacks of an account as they are now: what services tell of functions, rules, topics, queues, roles and alarms. */
export class Deployed {
  readonly #stacks = new Map<string, Deployment>();
  /** Undefined: nothing runs. */
  running: Running | undefined;

  put(name: string, deployment: Deployment): void {
    this.#stacks.set(name, deployment);
  }

  get(name: string): Deployment | undefined {
    return this.#stacks.get(name);
  }

  get stacks(): readonly Deployment[] {
    return [...this.#stacks.values()];
  }

  /** All resources of a type in a region, by their ARNs, which global ones have without a region. */
  all<Resource extends { readonly arn: string }>(
    ofStack: (deployment: Deployment) => readonly Resource[],
    region: string,
  ): readonly Resource[] {
    return this.stacks.flatMap(ofStack).filter(({ arn }) => (regionOf(arn) || region) === region);
  }
}

const regionOf = (arn: string): string => parseArn(arn)?.region ?? arn.split(":")[3] ?? "";
