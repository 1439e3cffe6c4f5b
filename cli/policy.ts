/** What a command calls, by how much it needs it. */
export interface Calls {
  readonly needed: readonly string[];
  /** Without these less is known: each refusal is a warning. */
  readonly helpful?: readonly string[];
  /** Whether all of it is in the region that is asked for. */
  readonly isInOneRegion?: boolean;
}

/** An IAM policy of exactly what a command calls. @param region that the command is asked for */
export function policyOf({ needed, helpful = [], isInOneRegion }: Calls, region: string | undefined): object {
  const where = isInOneRegion && region ? { Condition: { StringEquals: { "aws:RequestedRegion": region } } } : {};
  const allow = (Sid: string, actions: readonly string[]) =>
    actions.length === 0 ? [] : { Sid, Effect: "Allow", Action: [...actions].sort(), Resource: "*", ...where };
  return { Version: "2012-10-17", Statement: [allow("Needed", needed), allow("Helpful", helpful)].flat() };
}
