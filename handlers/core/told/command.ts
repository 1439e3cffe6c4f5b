import type { Trouble } from "../coverage/model";
import type { Kind } from "../model";

/** The deployment and function that a message is from. */
export interface Origin {
  readonly name: string;
  readonly account: string;
  readonly sourceRegion: string;
  /** Log group of the function. */
  readonly logGroup: string;
}

/** A command, in words, that shows more of a trouble. */
export function commandFor(trouble: Trouble, { sourceRegion, logGroup }: Origin): readonly string[] {
  const { kind, database, targetRegion, about } = trouble;
  const [, keyRegion] = KEY.exec(about) ?? [];
  if (keyRegion !== undefined) {
    return ["aws", "kms", "describe-key", `--region ${quoted(keyRegion)}`, `--key-id ${quoted(about)}`];
  }
  const { rds, id, snapshots, list, snapshotId } = VERBS[kind];
  const [, engine, version] = VERSION.exec(about) ?? [];
  if (trouble.reason === "version-retired" && version !== undefined) {
    const query = `${list}[?Engine=='${engine}' && EngineVersion=='${version}'].${snapshotId}`;
    return [
      "aws",
      "rds",
      snapshots,
      `--region ${quoted(targetRegion)}`,
      "--snapshot-type manual",
      `--query "${query}"`,
    ];
  }
  const isOfOne = database !== "*";
  if (isOfOne && trouble.trouble === "uncovered") {
    return ["aws", "rds", rds, `--region ${quoted(sourceRegion)}`, `${id} ${quoted(database)}`];
  }
  if (isOfOne && (trouble.trouble === "deselected" || trouble.trouble === "orphaned")) {
    const region = `--region ${quoted(targetRegion)}`;
    return ["aws", "rds", snapshots, region, "--snapshot-type manual", `${id} ${quoted(database)}`];
  }
  // Lines about all databases have the name `*`.
  const names = isOfOne ? `($.database = ${json(database)}) || ($.database = "*")` : `$.database = "*"`;
  const [log, region] = [quoted(logGroup), quoted(sourceRegion)];
  return ["aws", "logs", "tail", log, `--region ${region}`, "--since 1d", `--filter-pattern ${quoted(`{ ${names} }`)}`];
}

const KEY = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[\w-]+$/;

/** An engine and its version, as RDS names them. */
const VERSION = /^([a-z][a-z0-9-]*) ([\w.-]+)$/;

interface Verbs {
  readonly rds: string;
  readonly id: string;
  readonly snapshots: string;
  readonly list: string;
  readonly snapshotId: string;
}

const VERBS: Readonly<Record<Kind, Verbs>> = {
  instance: {
    rds: "describe-db-instances",
    id: "--db-instance-identifier",
    snapshots: "describe-db-snapshots",
    list: "DBSnapshots",
    snapshotId: "DBSnapshotIdentifier",
  },
  cluster: {
    rds: "describe-db-clusters",
    id: "--db-cluster-identifier",
    snapshots: "describe-db-cluster-snapshots",
    list: "DBClusterSnapshots",
    snapshotId: "DBClusterSnapshotIdentifier",
  },
};

const json = (text: string): string => JSON.stringify(text);

/** Names come from tags too, and a person copies this into a shell. */
const quoted = (text: string): string => (/^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
