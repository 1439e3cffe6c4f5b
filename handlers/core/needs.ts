import type { TargetSnapshot } from "./model";

/**
 * What a restore of a copy needs, each as a text that names it: the ARN of its key, and its engine version in its region. What copies have
 * in common they need together.
 */
export function needsOf(snapshot: Pick<TargetSnapshot, "kmsKeyId" | "engine" | "engineVersion" | "region">): string[] {
  const version = versionOf(snapshot);
  return [snapshot.kmsKeyId ?? [], version ? versionNeed(version) : []].flat();
}

/** A version of an engine in a target region. */
export interface OfferedVersion {
  readonly engine: string;
  readonly version: string;
  readonly region: string;
}

/** `postgres 16.4 in eu-central-1` */
export const versionNeed = ({ engine, version, region }: OfferedVersion): string => `${engine} ${version} in ${region}`;

/** Undefined where RDS does not show it. */
export function versionOf({
  engine,
  engineVersion,
  region,
}: Pick<TargetSnapshot, "engine" | "engineVersion" | "region">): OfferedVersion | undefined {
  return engine && engineVersion ? { engine, version: engineVersion, region } : undefined;
}
