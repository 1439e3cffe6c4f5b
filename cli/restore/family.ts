/**
 * The family of an engine's parameter groups (docs/aws-facts.md#parameter-group-families).
 *
 * @returns undefined where the engine or its version is not known here
 */
export function familyOf(engine: string, version: string | undefined): string | undefined {
  const [, major = "", minor = "0"] = /^(\d+)(?:\.0*(\d+))?/.exec(version ?? "") ?? [];
  if (major === "") return undefined;
  const two = `${engine}${major}.${minor}`;
  if (engine === "postgres" || engine === "aurora-postgresql") {
    return Number(major) >= 10 ? `${engine}${major}` : two;
  }
  if (engine === "mysql" || engine === "mariadb" || engine === "aurora-mysql") return two;
  if (engine.startsWith("oracle-")) return `${engine}-${major}`;
  if (engine.startsWith("sqlserver-") || engine.startsWith("db2-")) return `${engine}-${major}.${minor}`;
  return undefined;
}
