import { GetFunctionConfigurationCommand, paginateListFunctions } from "@aws-sdk/client-lambda";
import { parseFunctionArn } from "../../handlers/core/arn";
import { type Deployment, functionName } from "../../handlers/core/deployment";
import { parseSettings, SettingsError } from "../../handlers/settings/parse-settings";
import type { Startup } from "../../handlers/settings/settings";
import type { Aws } from "../aws";
import { awsProblem } from "../aws-problem";
import { EXIT, Stop, wrongUsage } from "../exit";
import { type Problem, problemOf } from "../problem";

/** A deployment, and the settings in force. */
export interface Deployed {
  readonly deployment: Deployment;
  readonly startup: Startup;
  /** Of its sweep; undefined: nothing is deployed yet, and the settings are from the command line. */
  readonly functionName: string | undefined;
}

/** What finding deployments calls. */
export const FINDING = ["lambda:GetFunctionConfiguration", "lambda:ListFunctions"];

/** What Lambda tells of a function. */
interface FunctionFound {
  readonly FunctionName?: string | undefined;
  readonly FunctionArn?: string | undefined;
  readonly Handler?: string | undefined;
  readonly Environment?: Environment | undefined;
}

interface Environment {
  readonly Variables?: Record<string, string> | undefined;
  readonly Error?: { readonly ErrorCode?: string | undefined; readonly Message?: string | undefined } | undefined;
}

const SWEEP = functionName("", "sweep");

/** The deployments of a region. */
export interface Found {
  readonly deployed: readonly Deployed[];
  /** Those whose settings cannot be read: they hide no other. */
  readonly unreadable: readonly Problem[];
}

/**
 * The deployments of a source region, by their sweep functions.
 *
 * @param name of one; default: all
 * @throws Stop if none that is there can be read
 */
export async function lookForDeployments(aws: Aws, name: string | undefined): Promise<Found> {
  const readings = await readingsOf(aws, name);
  const deployed = readings.flatMap((one) => (one instanceof UnreadableDeployment ? [] : one));
  const unreadable = readings.filter((one) => one instanceof UnreadableDeployment);
  const [first] = unreadable;
  if (first && deployed.length === 0) throw first;
  return { deployed, unreadable: unreadable.map((one) => problemOf(one.functionName, one)) };
}

/** The same. @throws Stop if there is none, too */
export async function findDeployments(aws: Aws, name: string | undefined): Promise<Found> {
  const found = await lookForDeployments(aws, name);
  if (found.deployed.length === 0) throw noDeployment(aws.region, name);
  return found;
}

/** All of them; empty if there is none. @throws Stop if one cannot be read */
export async function deploymentsIn(aws: Aws, name: string | undefined): Promise<readonly Deployed[]> {
  return (await readingsOf(aws, name)).map((one) => {
    if (one instanceof UnreadableDeployment) throw one;
    return one;
  });
}

async function readingsOf(aws: Aws, name: string | undefined): Promise<(Deployed | UnreadableDeployment)[]> {
  const functions = name === undefined ? await sweepFunctions(aws) : await sweepFunction(aws, name);
  return functions.map((found) => readFunction(found, aws.region));
}

/** A deployment is there, and its settings cannot be read. */
export class UnreadableDeployment extends Stop {
  constructor(
    readonly functionName: string,
    message: string,
    remedy?: string,
  ) {
    super(EXIT.aws, message, remedy);
  }
}

function noDeployment(region: string, name: string | undefined): Stop {
  if (name === undefined) {
    const remedy =
      "name the region of the databases with --region, and the right account with --profile; before anything is deployed, plan --target says what would be copied";
    return new Stop(EXIT.aws, `No deployment was found in ${region}`, remedy);
  }
  return new Stop(
    EXIT.aws,
    `${region} has no deployment ${name}: there is no function ${functionName(name, "sweep")}`,
    "check --deployment, --region and --profile; without --deployment all that are there are found",
  );
}

/** @throws Stop if there is none, none that can be read, or several, with their names */
export async function findDeployment(aws: Aws, name: string | undefined): Promise<Deployed> {
  const { deployed, unreadable } = await findDeployments(aws, name);
  const [only, ...others] = deployed;
  if (only === undefined) throw noDeployment(aws.region, name);
  if (others.length + unreadable.length === 0) return only;
  const names = [
    ...deployed.map(({ deployment }) => deployment.name),
    ...unreadable.map(({ of }) => of.slice(0, -SWEEP.length)),
  ];
  throw wrongUsage([`${aws.region} has several deployments: ${names.join(", ")}`], "name one with --deployment");
}

async function sweepFunctions({ region, operators, deadline }: Aws): Promise<FunctionFound[]> {
  const found: FunctionFound[] = [];
  try {
    const pages = paginateListFunctions({ client: operators.lambda(region) }, {}, { abortSignal: deadline.signal });
    for await (const { Functions = [] } of pages) found.push(...Functions.filter(isSweep));
  } catch (thrown) {
    throw awsProblem(thrown, { action: "lambda:ListFunctions", region });
  }
  return found;
}

async function sweepFunction({ region, operators, deadline }: Aws, name: string): Promise<FunctionFound[]> {
  const FunctionName = functionName(name, "sweep");
  try {
    const command = new GetFunctionConfigurationCommand({ FunctionName });
    return [await deadline.before(operators.lambda(region).send(command, { abortSignal: deadline.signal }))];
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "ResourceNotFoundException") return [];
    throw awsProblem(thrown, { action: "lambda:GetFunctionConfiguration", region });
  }
}

/** By its name and by what only our functions have in their environment; where that cannot be read, by its handler. */
function isSweep({ FunctionName = "", Handler, Environment }: FunctionFound): boolean {
  if (!FunctionName.endsWith(SWEEP)) return false;
  const { Variables } = Environment ?? {};
  return Variables ? "TARGET_KMS_KEYS" in Variables && "TOLD_PARAMETER" in Variables : Handler === "sweep.handler";
}

function readFunction(
  { FunctionName = "?", FunctionArn = "", Environment }: FunctionFound,
  region: string,
): Deployed | UnreadableDeployment {
  const { Variables, Error: unreadable } = Environment ?? {};
  if (Variables === undefined) {
    const why = unreadable?.Message ?? "Lambda shows no environment";
    return new UnreadableDeployment(
      FunctionName,
      `The settings of ${FunctionName} in ${region} cannot be read: ${why}`,
      "have kms:Decrypt allowed for the key of the function's environment",
    );
  }
  const whose = parseFunctionArn(FunctionArn);
  if (whose === undefined) {
    const message = `The ARN of ${FunctionName} in ${region} does not tell its account: ${FunctionArn}`;
    return new UnreadableDeployment(FunctionName, message);
  }
  try {
    const startup = parseSettings({ ...Variables, AWS_REGION: region });
    const deployment = { name: startup.settings.name, ...whose, sourceRegion: startup.sourceRegion };
    return { deployment, startup, functionName: FunctionName };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return new UnreadableDeployment(
      FunctionName,
      `The settings of ${FunctionName} in ${region} are not those of this version: ${error.problems.join("; ")}`,
      "take the version of this program that is deployed, or apply the module of this one",
    );
  }
}
