import type { OptionGroupRecord } from "./option-groups";

/** What databases are made with, by name. */
export type GroupKind = "parameters" | "cluster parameters" | "options" | "subnets";

export interface Group {
  readonly kind: GroupKind;
  readonly name: string;
  /** Of parameter groups: the family of engine versions that they fit. */
  readonly family?: string | undefined;
}

/** Default groups are there for whoever names them, in every region. */
const DEFAULTS: Readonly<Record<GroupKind, RegExp>> = {
  parameters: /^default\./,
  "cluster parameters": /^default\./,
  options: /^default:/,
  subnets: /^default$/,
};

/** What a region has for new databases: groups that people made, classes and versions of engines. */
export class Stock {
  readonly #groups = new Map<string, Group>();
  /** By name, whether people have made them or RDS for a copy; without default groups. */
  readonly optionGroups = new Map<string, OptionGroupRecord>();
  readonly #withdrawn = new Set<string>();

  /** Option groups have options: they are made with `Region.addOptionGroup`. */
  addGroup(kind: Exclude<GroupKind, "options">, name: string, family?: string): void {
    this.#groups.set(key(kind, name), { kind, name: name.toLowerCase(), family });
  }

  removeGroup(kind: GroupKind, name: string): void {
    if (kind === "options") this.optionGroups.delete(name);
    else this.#groups.delete(key(kind, name));
  }

  /** undefined if there is none of that name. */
  group(kind: GroupKind, name: string): Group | undefined {
    const made =
      kind === "options"
        ? this.groups(kind).find((one) => one.name === name.toLowerCase())
        : this.#groups.get(key(kind, name));
    if (made || !DEFAULTS[kind].test(name)) return made;
    return { kind, name, family: kind === "options" || kind === "subnets" ? undefined : name.slice("default.".length) };
  }

  groups(kind: GroupKind): readonly Group[] {
    if (kind === "options") return [...this.optionGroups.keys()].map((name) => ({ kind, name }));
    return [...this.#groups.values()].filter((group) => group.kind === kind);
  }

  /** A class of instances that this region does not have, or no longer has. */
  withdrawClass(name: string): void {
    this.#withdrawn.add(name);
  }

  offerClass(name: string): void {
    this.#withdrawn.delete(name);
  }

  hasClass(name: string): boolean {
    return !this.#withdrawn.has(name);
  }

  /** An engine's version that can no longer be created. */
  retireVersion(engine: string, version: string): void {
    this.#withdrawn.add(`${engine} ${version}`);
  }

  offerVersion(engine: string, version: string): void {
    this.#withdrawn.delete(`${engine} ${version}`);
  }

  hasVersion(engine: string, version: string): boolean {
    return !this.#withdrawn.has(`${engine} ${version}`);
  }
}

const key = (kind: GroupKind, name: string): string => `${kind} ${name.toLowerCase()}`;

/** The family of an engine's version: `postgres16`, `mysql8.0`, `aurora-mysql8.0`, `oracle-ee-19`, `sqlserver-se-15.0`. */
export function familyOf(engine: string, version: string): string {
  const [major = "", minor = ""] = version.split(".");
  if (engine.endsWith("postgres") || engine.endsWith("postgresql")) return `${engine}${major}`;
  if (engine.startsWith("oracle")) return `${engine}-${major}`;
  if (engine.startsWith("sqlserver")) return `${engine}-${major}.0`;
  return `${engine}${major}.${minor}`;
}
