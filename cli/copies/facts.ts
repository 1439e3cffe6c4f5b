import type { Deployment } from "../../handlers/core/deployment";
import { groupBy } from "../../handlers/core/identity";
import type { Database, Kind } from "../../handlers/core/model";
import { KINDS } from "../../handlers/core/model";
import { sentence } from "../../handlers/core/sentence";
import { RDS_ACTIONS } from "../actions";
import { awsProblem } from "../aws-problem";
import { type Deployed, deploymentsIn } from "../deployments/deployed";
import { servicesOf } from "../estate/services";
import { Stop } from "../exit";
import type { Session } from "../session";
import type { CopyFound } from "./find";

/** What the source regions tell of the copies found. What could not be read is not there. */
export interface SourceFacts {
  /** By `sourceKey`. */
  readonly databases: ReadonlyMap<string, ReadonlyMap<string, Database>>;
  /** By `makerKey`; null: it is gone. */
  readonly deployments: ReadonlyMap<string, Deployed | null>;
  /** One sentence for each thing that could not be read. */
  readonly warnings: readonly string[];
}

type Source = Pick<CopyFound, "kind" | "sourceRegion">;
type Maker = Pick<CopyFound, "deployment" | "sourceRegion">;

export const sourceKey = ({ kind, sourceRegion }: Source): string => `${kind} ${sourceRegion}`;
export const makerKey = ({ deployment, sourceRegion }: Maker): string => `${deployment} ${sourceRegion}`;

/** Asks each source region of the copies for its databases and for their deployments. */
export async function factsOf(copies: readonly CopyFound[], session: Session): Promise<SourceFacts> {
  const databases = new Map<string, ReadonlyMap<string, Database>>();
  const deployments = new Map<string, Deployed | null>();
  const warnings: string[] = [];
  for (const [region, found] of groupBy(copies, ({ sourceRegion }) => sourceRegion)) {
    session.progress.counting(`Looking which databases ${region} has`);
    const [first] = found;
    const kinds = KINDS.filter((kind) => found.some((one) => one.kind === kind));
    const makers = [...new Set(found.map((one) => one.deployment))];
    const asked = [
      ...kinds.map((kind) => listDatabases(kind, first.maker, session, databases)),
      ...makers.map((name) => lookFor(name, region, session, deployments)),
    ];
    for (const failure of await Promise.all(asked)) if (failure !== undefined) warnings.push(failure);
    session.progress.end();
  }
  return { databases, deployments, warnings };
}

async function listDatabases(
  kind: Kind,
  deployment: Deployment,
  { aws }: Session,
  into: Map<string, ReadonlyMap<string, Database>>,
): Promise<string | undefined> {
  const { sourceRegion } = deployment;
  const taken = `so all ${kind}s are taken to exist, and the last available copy of each stays`;
  try {
    const { items, unreadable } = await servicesOf(deployment, aws)[kind].listDatabases();
    if (unreadable.length > 0)
      return sentence(`Not all ${kind}s of ${sourceRegion} can be read, ${taken}: ${unreadable[0]}`);
    into.set(sourceKey({ kind, sourceRegion }), new Map(items.map((one) => [one.resourceId, one])));
    return undefined;
  } catch (thrown) {
    const { message } = awsProblem(thrown, { action: RDS_ACTIONS[kind].databases, region: sourceRegion });
    return sentence(`The ${kind}s of ${sourceRegion} cannot be listed, ${taken}: ${message}`);
  }
}

async function lookFor(
  name: string,
  region: string,
  { aws }: Session,
  into: Map<string, Deployed | null>,
): Promise<string | undefined> {
  try {
    const [found] = await deploymentsIn({ ...aws, region }, name);
    into.set(makerKey({ deployment: name, sourceRegion: region }), found ?? null);
    return undefined;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return sentence(`Whether the deployment ${name} still is in ${region} is not known: ${error.message}`);
  }
}
