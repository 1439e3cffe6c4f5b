import { alphabetical } from "../../handlers/core/alphabetical";
import { minuteText } from "../../handlers/core/day";
import type { Deployment } from "../../handlers/core/deployment";
import { sentence } from "../../handlers/core/sentence";
import type { Aws } from "../aws";
import { fits, isCalled } from "../database-pattern";
import { claimedDeployment } from "../deployments/claimed";
import { deploymentsIn, type Found, lookForDeployments, UnreadableDeployment } from "../deployments/deployed";
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
  const { regions, sourceRegion, warnings, problems: unread } = await regionsOf(wanted, session.aws, mayGuess);
  const copies: CopyFound[] = [];
  const others: RecoveryPoint[] = [];
  const problems: Problem[] = [...unread];
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

type Where = Pick<CopiesFound, "regions" | "sourceRegion" | "warnings" | "problems">;

/** Where to look: the target regions of what is deployed in the region; where nothing is, its copies are meant. */
async function regionsOf(
  { targetRegions, sourceRegion, deployment }: CopiesWanted,
  aws: Aws,
  mayGuess: boolean,
): Promise<Where> {
  if (targetRegions !== undefined)
    return { regions: [...new Set(targetRegions)], sourceRegion, warnings: [], problems: [] };
  let found: Found;
  try {
    // One that cannot be read hides others only where something is deleted.
    found = mayGuess
      ? await lookForDeployments(aws, deployment)
      : { deployed: await deploymentsIn(aws, deployment), unreadable: [] };
  } catch (error) {
    const isHidden = error instanceof Denied || error instanceof Unreachable;
    // Who has no credentials reads nothing anywhere.
    if (!isHidden && !(error instanceof UnreadableDeployment)) throw error;
    if (!isHidden || !mayGuess)
      throw new Stop(error.code, error.message, [error.remedy ?? [], NAME_REGION].flat().join("; or "));
    const why = `Whether something is deployed in ${aws.region} is not known, so copies that lie there are meant: ${error.message}`;
    return { regions: [aws.region], sourceRegion: undefined, warnings: [sentence(why)], problems: [] };
  }
  const { deployed, unreadable: problems } = found;
  const targets = deployed.flatMap(({ startup }) => startup.settings.targets);
  if (targets.length > 0) return { regions: [...new Set(targets)], sourceRegion: aws.region, warnings: [], problems };
  const whose = deployment === undefined ? "no deployment" : `no deployment ${deployment}`;
  if (mayGuess) {
    // One that is named is meant to be there.
    const warnings =
      deployment === undefined ? [] : [`${aws.region} has ${whose}, so copies that lie there are meant.`];
    return { regions: [aws.region], sourceRegion: undefined, warnings, problems };
  }
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

/** Ids that are no copy's, or that of one which other options leave out. @param taken what becomes of is told */
export const unknownIds = (
  { ids }: CopiesWanted,
  { copies, others, regions }: CopiesFound,
  taken: readonly CopyFound[],
): Problem[] =>
  ids
    .filter((id) => !taken.some((one) => isCalled(id, one)))
    .map((id) => {
      const left = copies.find((one) => isCalled(id, one));
      if (left) {
        const { deployment, database, copy } = left;
        const cause = `other options leave it out: it is a copy of ${database} by ${deployment}, taken at ${minuteText(copy.sourceTime)} UTC`;
        return { of: id, cause, remedy: "name it without them" };
      }
      const other = others.find((one) => isCalled(id, one));
      if (other === undefined) {
        const cause = `there is no copy of this id in ${regions.join(", ")}`;
        return {
          of: id,
          cause,
          remedy: "all are shown by copies list; --target-region names another region to look in",
        };
      }
      if (other.snapshot.tagsHidden && other.snapshot.sourceArn !== undefined) {
        const cause = "RDS shows none of its tags, by which it would be known as a copy";
        return { of: id, cause, remedy: "it is left alone: try again, with rds:ListTagsForResource allowed" };
      }
      const cause = "it is a snapshot, but no copy of a deployment";
      return { of: id, cause, remedy: "it is left alone: use the AWS CLI" };
    });
