/** One permission that a call needs (IAM action, resource and what the conditions may ask about). */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** The resource's own policy (KMS keys). */
  readonly resourcePolicy?: unknown;
}

/** Who makes a call, and what they may do. */
export interface Caller {
  /** As the audit log names it. */
  readonly name: string;
  readonly arn: string;
  /** The invocation of a function that calls, by its request id. */
  readonly run?: string | undefined;
  allows(request: AccessRequest): Promise<boolean>;
}

/** A person with all permissions: what tests do by hand through the API. */
export const OPERATOR: Caller = {
  name: "operator",
  arn: "arn:aws:iam::111122223333:user/operator",
  allows: async () => true,
};
