import type { Region } from "./region";

/** What RDS has offered for long, so that it lists an engine though nobody here uses it. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  postgres: ["15.8", "16.3", "16.4", "17.2"],
  mysql: ["8.0.39", "8.4.3"],
  mariadb: ["10.11.9", "11.4.3"],
  "aurora-postgresql": ["15.8", "16.4", "17.2"],
  "oracle-ee": ["19.0.0.0.ru-2024-07.rur-2024-07.r1", "21.0.0.0.ru-2024-07.rur-2024-07.r1"],
  "aurora-mysql": ["8.0.mysql_aurora.3.05.2", "8.0.mysql_aurora.3.08.0"],
};

export interface EngineVersion {
  readonly engine: string;
  readonly version: string;
}

/** What RDS offers in one region. All versions that anybody has used are offered, unless they are taken back. */
export class OfferedVersions {
  readonly #deprecated = new Set<string>();
  /** Engines of which no version is listed, as when RDS answers what it should not. */
  readonly silent = new Set<string>();

  constructor(readonly region: Region) {}

  /** RDS makes no new databases of it, and lists it only to who asks for all. */
  deprecate({ engine, version }: EngineVersion): void {
    this.#deprecated.add(`${engine} ${version}`);
  }

  /** RDS does not list it any more. */
  retire({ engine, version }: EngineVersion): void {
    this.region.stock.retireVersion(engine, version);
  }

  offerAgain({ engine, version }: EngineVersion): void {
    this.#deprecated.delete(`${engine} ${version}`);
    this.region.stock.offerVersion(engine, version);
  }

  isRetired({ engine, version }: EngineVersion): boolean {
    return !this.region.stock.hasVersion(engine, version);
  }

  isDeprecated({ engine, version }: EngineVersion): boolean {
    return this.#deprecated.has(`${engine} ${version}`);
  }

  /** Those that are listed, deprecated ones too. */
  listed(engine: string): string[] {
    if (this.silent.has(engine)) return [];
    const versions = new Set(KNOWN[engine] ?? []);
    for (const { databases, snapshots } of this.region.rds.regions) {
      for (const kind of ["instance", "cluster"] as const) {
        for (const one of databases[kind].values()) if (one.engine === engine) versions.add(one.engineVersion);
        for (const one of snapshots[kind].values()) if (one.engine === engine) versions.add(one.engineVersion);
      }
    }
    return [...versions].filter((version) => !this.isRetired({ engine, version })).sort();
  }
}
