import { alphabetical } from "../../handlers/core/alphabetical";
import type { Deployment } from "../../handlers/core/deployment";
import { sentence } from "../../handlers/core/sentence";
import type { Aws } from "../aws";
import { fits, isCalled } from "../database-pattern";
import { claimedDeployment } from "../deployments/claimed";
import { type Deployed, deploymentsIn } from "../deployments/deployed";
import { Denied, EXIT, Stop, Unreachable } from "../exit";
import type { Problem } from "../problem";
import { lookForSnapshots } from "../restore/look";
import { type RecoveryPoint, recoveryPoints } from "../restore/recovery-points";
import type { Session } from "../session";
import type { CopiesWanted } from "./options";

/** A copy of some deployment. */
export type CopyFound = RecoveryPoint & Required<Pick<RecoveryPoint, "copy" | "deployment" | "sourceRegion">> & Whose;

interface Whose {
  readonly copy: NonNullable<RecoveryPoint["copy"]>;
  readonly deployment: string;
  readonly sourceRegion: string;
  /** The same, with its account. */
  readonly maker: Deployment;
}

export interface CopiesFound {
  readonly regions: readonly string[];
  /** Of the databases whose copies are meant; undefined: of all that have copies there. */
  readonly sourceRegion: string | undefined;
  /** All that are there, of every deployment. */
  readonly copies: readonly CopyFound[];
  /** Every other manual snapshot, by region and id: never touched. */
  readonly others: readonly RecoveryPoint[];
  readonly warnings: readonly string[];
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

/** @throws Stop if nothing can be read, or if it is not known which are meant and `mayGuess` is not said */
export async function findCopies(
  wanted: CopiesWanted,
  session: Session,
  { mayGuess = true }: { readonly mayGuess?: boolean } = {},
): Promise<CopiesFound> {
  const { regions, sourceRegion, warnings } = await regionsOf(wanted, session.aws, mayGuess);
  const copies: CopyFound[] = [];
  const others: RecoveryPoint[] = [];
  const problems: Problem[] = [];
  for (const region of regions) {
    const looked = await lookForSnapshots({ ...session.aws, region }, session.progress);
    const found = recoveryPoints(looked.items, session.terminal.now());
    copies.push(...found.copies.flatMap(whole));
    others.push(...found.others);
    problems.push(...looked.problems);
  }
  return { regions, sourceRegion, copies, others, warnings, problems };
}

function whole(point: RecoveryPoint): CopyFound[] {
  const { copy, deployment, sourceRegion } = point;
  const maker = claimedDeployment(point.snapshot);
  return copy && deployment !== undefined && sourceRegion !== undefined && maker
    ? [{ ...point, copy, deployment, sourceRegion, maker }]
    : [];
}

type Where = Pick<CopiesFound, "regions" | "sourceRegion" | "warnings">;

/** Where to look: the target regions of what is deployed in the region; where nothing is, its copies are meant. */
async function regionsOf({ targetRegions, deployment }: CopiesWanted, aws: Aws, mayGuess: boolean): Promise<Where> {
  if (targetRegions !== undefined)
    return { regions: [...new Set(targetRegions)], sourceRegion: undefined, warnings: [] };
  let deployed: readonly Deployed[];
  try {
    deployed = await deploymentsIn(aws, deployment);
  } catch (error) {
    if (!(error instanceof Denied || error instanceof Unreachable)) throw error;
    if (!mayGuess) throw new Stop(error.code, error.message, `${error.remedy}; or ${NAME_REGION}`);
    const why = `Whether something is deployed in ${aws.region} is not known, so copies that lie there are meant: ${error.message}`;
    return { regions: [aws.region], sourceRegion: undefined, warnings: [sentence(why)] };
  }
  const targets = deployed.flatMap(({ startup }) => startup.settings.targets);
  if (targets.length > 0) return { regions: [...new Set(targets)], sourceRegion: aws.region, warnings: [] };
  if (mayGuess) return { regions: [aws.region], sourceRegion: undefined, warnings: [] };
  const whose = deployment === undefined ? "no deployment" : `no deployment ${deployment}`;
  throw new Stop(EXIT.aws, `${aws.region} has ${whose}, so it is not known which copies are meant`, NAME_REGION);
}

const NAME_REGION = "name the region in which the copies lie with --target-region";

/** The copies that are asked for, but for whether they are orphaned. */
export const fitting = ({ copies, sourceRegion }: CopiesFound, wanted: CopiesWanted): readonly CopyFound[] =>
  copies
    .filter((one) => {
      const { deployment, databases, from, to, key, held, ids } = wanted;
      const { sourceTime, hold, snapshot } = one.copy;
      return (
        // An id has the source region in it.
        (ids.length > 0 ? ids.some((id) => isCalled(id, one)) : [undefined, one.sourceRegion].includes(sourceRegion)) &&
        (deployment === undefined || one.deployment === deployment) &&
        (databases === undefined || databases.some((pattern) => fits(pattern, one))) &&
        (from === undefined || sourceTime >= from) &&
        (to === undefined || sourceTime <= to) &&
        (key === undefined || snapshot.kmsKeyId === key || snapshot.kmsKeyId?.endsWith(`/${key}`) === true) &&
        (!held || hold?.state === "held")
      );
    })
    .sort(byDatabase);

const byDatabase = (a: CopyFound, b: CopyFound): number =>
  alphabetical(a.database, b.database) ||
  alphabetical(a.snapshot.region, b.snapshot.region) ||
  b.copy.sourceTime.getTime() - a.copy.sourceTime.getTime() ||
  alphabetical(a.id, b.id);

/** Ids that are no copy's. */
export const unknownIds = ({ ids }: CopiesWanted, { copies, others, regions }: CopiesFound): Problem[] =>
  ids
    .filter((id) => !copies.some((one) => isCalled(id, one)))
    .map((id) => ({
      of: id,
      cause: others.some((one) => isCalled(id, one))
        ? "it is a snapshot, but no copy of a deployment"
        : `there is no copy of this id in ${regions.join(", ")}`,
      remedy: others.some((one) => isCalled(id, one))
        ? "it is left alone: use the AWS CLI"
        : "all are shown by copies list; --target-region names another region to look in",
    }));
