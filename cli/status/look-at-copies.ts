import { keys } from "../../handlers/aws/keys";
import { offers } from "../../handlers/rds/offers";
import { keysOfCopies } from "../../handlers/run/keys-of-copies";
import { versionsOfCopies } from "../../handlers/run/versions-of-copies";
import { asSentence } from "../capital";
import { EXIT, Stop } from "../exit";
import { lookForSnapshots } from "../restore/look";
import { recoveryPoints } from "../restore/recovery-points";
import type { Session } from "../session";
import { statusesOfCopies } from "./copies-alone";
import type { Status } from "./model";

/** Whose copies. */
export interface Alone {
  /** Undefined: all deployments'. */
  readonly deployment: string | undefined;
  readonly maxAgeHours: number | undefined;
}

/** What the copies of the region alone tell. @throws Stop if they cannot be read */
export async function lookAtCopies({ deployment, maxAgeHours }: Alone, session: Session): Promise<readonly Status[]> {
  const { aws, terminal, progress, timeLeft } = session;
  const { items, problems } = await lookForSnapshots(aws, progress);
  const copies = recoveryPoints(items, terminal.now()).copies.filter(
    (one) => deployment === undefined || one.deployment === deployment,
  );
  const [unread] = problems;
  // Else it would seem that there are none.
  if (copies.length === 0 && unread) throw new Stop(EXIT.aws, `${unread.of}: ${unread.cause}`, unread.remedy);
  progress.counting(`Looking at what restores need in ${aws.region}`);
  const snapshots = copies.map(({ snapshot }) => snapshot);
  const [ofKeys, ofVersions] = await Promise.all([
    keysOfCopies(snapshots, { targetKmsKeys: {} }, keys(aws.others, aws.deadline)),
    versionsOfCopies(snapshots, offers(aws.rds, aws.deadline), { timeLeft }),
  ]);
  progress.end();
  const unknown = new Map([...ofKeys.unknown, ...ofVersions.unknown]);
  return statusesOfCopies({
    region: aws.region,
    copies,
    needs: { missing: new Map([...ofKeys.missing, ...ofVersions.missing]), unknown },
    unread: problems,
    notes: [...unknown.values()].map(asSentence),
    maxAgeHours,
    now: terminal.now(),
  });
}
