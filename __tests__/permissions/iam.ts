import { runSimulation } from "@cloud-copilot/iam-simulate";
import type { AccessRequest } from "../../simulation/iam/access";
import { ACCOUNT, type Policy } from "./deployments";

export interface Rules {
  /** Default: the functions' role, as Lambda assumes it. */
  readonly principal?: string;
  readonly identity?: Policy;
  readonly boundary?: Policy;
  readonly resource?: unknown;
}

const FUNCTIONS = `arn:aws:sts::${ACCOUNT.id}:assumed-role/rds-cross-region-backup-eu-west-1/sweep`;

/** KMS's own: identity policies of the account decide. */
const DEFAULT_KEY_POLICY = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT.id}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

/**
 * Whether IAM allows a request, over TLS unless it says otherwise; a key of its context that is empty is not there. What belongs to another account is asked as if that account had
 * agreed, so that the rules given here decide.
 *
 * @throws Error if the question or a policy makes no sense to IAM
 */
export async function isAllowed(
  { action, resource, context, resourcePolicy }: AccessRequest,
  { principal = FUNCTIONS, identity, boundary, resource: rule = resourcePolicy }: Rules,
): Promise<boolean> {
  const known = Object.entries({ "aws:SecureTransport": "true", ...context }).filter(([, value]) => value !== "");
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT.id },
        contextVariables: Object.fromEntries(known),
      },
      identityPolicies: identity ? [{ name: "role", policy: about(action, identity) }] : [],
      ...(boundary && { permissionBoundaryPolicies: [{ name: "boundary", policy: boundary }] }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: rule ?? (action.startsWith("kms:") ? DEFAULT_KEY_POLICY : undefined),
    },
    {},
  );
  if (result.resultType === "error") {
    throw new Error(`IAM cannot decide on ${action} for ${resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === "Allowed";
}

/** Without statements on other actions: they cannot change the decision, and take most of its time. */
function about(action: string, policy: Policy): Policy {
  const covers = (pattern: string) => pattern.includes("*") || pattern.toLowerCase() === action.toLowerCase();
  return { ...policy, Statement: policy.Statement.filter(({ Action }) => Action.some(covers)) };
}
