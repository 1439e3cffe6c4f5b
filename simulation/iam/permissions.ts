import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { AccessRequest, Caller } from "./access";
import type { Account } from "./arns";

/** At the end of the ids of automated snapshots. */
const MINUTE = /\d{4}(-\d\d){4}/g;

type Decisions = Map<string, Promise<boolean>>;

/** By principal and policies, as the worlds of one process mostly ask the same questions. */
const DECISIONS = new Map<string, Decisions>();
const MOST_DECIDERS = 50;

/**
 * What a principal may do by its identity policies, decided by an IAM policy simulator. Decisions are cached, as each call asks the same
 * questions again.
 */
export class Permissions {
  #decisions: Decisions = new Map();
  #policies: readonly string[] = [];
  /** Lower case. */
  #text = "";

  /** @param policies JSON documents */
  constructor(
    readonly account: Account,
    readonly principal: string,
    policies: readonly string[],
  ) {
    this.replace(policies);
  }

  replace(policies: readonly string[]): void {
    this.#policies = policies;
    this.#text = policies.join().toLowerCase();
    const decider = JSON.stringify([this.account, this.principal, policies]);
    if (DECISIONS.size >= MOST_DECIDERS) DECISIONS.clear();
    this.#decisions = DECISIONS.get(decider) ?? new Map();
    DECISIONS.set(decider, this.#decisions);
  }

  get policies(): readonly string[] {
    return this.#policies;
  }

  /** @throws Error if the question or a policy makes no sense to IAM */
  allows({ action, resource, context = {}, resourcePolicy }: AccessRequest): Promise<boolean> {
    const relevant = this.#mentioned(context, resourcePolicy);
    // No policy tells snapshots apart by the minute they were taken in.
    const question = JSON.stringify([action, resource, relevant, resourcePolicy]).replace(MINUTE, "");
    const known = this.#decisions.get(question);
    if (known) return known;
    const request = { action, resource, context: relevant, resourcePolicy };
    const decision = simulate(this.account, this.principal, this.#policies, request);
    this.#decisions.set(question, decision);
    return decision;
  }

  /** The part of the context that some policy mentions: the rest cannot change a decision, and would only make more questions. */
  #mentioned(context: NonNullable<AccessRequest["context"]>, resourcePolicy: unknown) {
    const text = resourcePolicy === undefined ? "" : JSON.stringify(resourcePolicy).toLowerCase();
    const mentioned = (key: string) => this.#text.includes(key) || text.includes(key);
    return Object.fromEntries(Object.entries(context).filter(([key]) => mentioned(key.toLowerCase())));
  }

  /** Someone with these permissions; `name` is for the audit log. */
  caller(name: string): Caller {
    return { name, arn: this.principal, allows: (request) => this.allows(request) };
  }
}

/**
 * Whether a service of AWS may do something by a resource's policy: RDS publish to a topic.
 * @param principal such as `events.rds.amazonaws.com`
 */
export function serviceMay(account: Account, principal: string, request: AccessRequest): Promise<boolean> {
  return simulate(account, principal, [], request);
}

const ADMINISTRATOR = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Whether an administrator, to whom IAM allows everything, may do something: resource policies may still deny it. */
export function administratorMay(account: Account, request: AccessRequest): Promise<boolean> {
  const principal = `arn:${account.partition}:sts::${account.id}:assumed-role/administrator/terraform`;
  return simulate(account, principal, [ADMINISTRATOR], request);
}

const simulate = async (...asked: Parameters<typeof decide>): Promise<boolean> =>
  (await decide(...asked)) === "Allowed";

export type Decision = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/**
 * What IAM decides, and why if it denies.
 * @param policies those of the principal: JSON documents
 * @throws Error if the question or a policy makes no sense to IAM
 */
export async function decide(
  account: Account,
  principal: string,
  policies: readonly string[],
  { action, resource, context, resourcePolicy }: AccessRequest,
): Promise<Decision> {
  const kms = action.startsWith("kms:");
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: account.id },
        contextVariables: { "aws:SecureTransport": "true", ...context },
      },
      identityPolicies: policies.map((policy, index) => ({ name: `policy ${index}`, policy: JSON.parse(policy) })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resourcePolicy ?? (kms ? defaultKeyPolicy(account) : undefined),
    },
    {},
  );
  if (result.resultType === "error") {
    throw new Error(`IAM cannot decide on ${action} for ${resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult;
}

/** KMS's own: identity policies of the account decide. */
function defaultKeyPolicy(account: Account): unknown {
  const root = `arn:${account.partition}:iam::${account.id}:root`;
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" }],
  };
}
