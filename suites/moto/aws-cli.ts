import * as sdk from "@aws-sdk/client-rds";

/** What a command of the AWS CLI, `aws rds …`, asks RDS for. */
export interface RdsCall {
  /** As the API calls it: `RestoreDBInstanceFromDBSnapshot`. */
  readonly action: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Options of the CLI itself, which RDS never sees. */
const OF_THE_CLI = ["query", "output"];

/** @throws Error if RDS has no such operation or option, by the SDK's model of its API */
export function rdsCall(command: string): RdsCall {
  const [, , operation = "", ...words] = command.match(/"[^"]*"|\S+/g) ?? [];
  const { action, members } = modelOf(operation);
  const input: Record<string, unknown> = {};
  let region: string | undefined;
  for (const [option, values] of options(words)) {
    if (option === "region") region = values[0];
    if (option === "region" || OF_THE_CLI.includes(option)) continue;
    const member = members.find((name) => name.toLowerCase() === option.replaceAll("-", ""));
    if (member === undefined) throw new Error(`${action} has no option --${option}`);
    input[member] = readValue(member, values);
  }
  // The default is the region of the databases, and copies are elsewhere.
  if (region === undefined) throw new Error(`${operation}: without --region`);
  return { action, region, input };
}

/** The names of an operation and of what it takes. */
function modelOf(operation: string): { action: string; members: readonly string[] } {
  const wanted = `${operation.replaceAll("-", "")}message$`;
  const [name, schema] = Object.entries(sdk).find(([one]) => one.toLowerCase() === wanted) ?? [];
  const members: unknown = Array.isArray(schema) ? schema[4] : undefined;
  if (name === undefined || !Array.isArray(members)) throw new Error(`RDS has no operation ${operation}`);
  return { action: name.replace(/Message\$$/, ""), members: members.map(String) };
}

function options(words: readonly string[]): [option: string, values: string[]][] {
  const found: [string, string[]][] = [];
  for (const word of words) {
    if (word.startsWith("--")) found.push([word.slice(2), []]);
    else found.at(-1)?.[1].push(word);
  }
  return found;
}

function readValue(member: string, values: readonly string[]): unknown {
  if (values.length === 0) return true;
  if (member === "Tags")
    return values.map((pair) => Object.fromEntries(pair.split(",").map((part) => part.split("="))));
  return member.endsWith("Ids") ? values : values.join(" ");
}

/** Sends a call. @throws the error with which RDS refuses it */
export async function send(client: sdk.RDS, { action, input }: RdsCall): Promise<void> {
  const command = Object.entries(sdk).find(([name]) => name === `${action}Command`)?.[1];
  if (typeof command !== "function") throw new Error(`the SDK has no ${action}Command`);
  await client.send(Reflect.construct(command, [input]));
}
