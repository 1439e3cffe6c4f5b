import type { Note } from "../core/actions";
import type { Kind } from "../core/model";
import type { AccountQuota } from "../core/quota";
import { toRdsError } from "../rds/errors";
import { causeAndRemedy } from "./cause-and-remedy";
import type { Run } from "./run";

/** What a run knows of the quotas of manual snapshots. Each target region is asked once, for both kinds. */
export class QuotaLook {
  readonly #answers = new Map<string, Promise<Answer>>();

  constructor(readonly run: Run) {}

  /** The quotas of a kind, and a note for each target region where RDS does not tell: there it is planned as if there were no quota. */
  async in(
    kind: Kind,
    targetRegions: readonly string[],
  ): Promise<{ quotas: Map<string, AccountQuota>; notes: Map<string, Note> }> {
    const quotas = new Map<string, AccountQuota>();
    const notes = new Map<string, Note>();
    for (const region of targetRegions) {
      const answer = await this.#ask(region);
      const quota = answer[kind];
      if (quota) quotas.set(region, quota);
      else notes.set(region, unknown(kind, region, answer.why));
    }
    return { quotas, notes };
  }

  #ask(region: string): Promise<Answer> {
    const answer = this.#answers.get(region) ?? ask(region, this.run);
    this.#answers.set(region, answer);
    return answer;
  }
}

type Answer = Readonly<Partial<Record<Kind, AccountQuota | undefined>>> & { readonly why?: string };

async function ask(region: string, run: Run): Promise<Answer> {
  try {
    return await run.readQuotas(region);
  } catch (cause) {
    return { why: causeAndRemedy(toRdsError(cause), region, run) };
  }
}

function unknown(kind: Kind, region: string, why = "RDS does not tell it"): Note {
  const message = `the quota of manual ${kind} snapshots in ${region} is not known, so no place of it is kept free: ${why}`;
  return { outcome: "skipped", database: "*", reason: "quota-unknown", message };
}
