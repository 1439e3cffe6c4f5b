import type { Context } from "aws-lambda";
import { parseFunctionArn } from "../core/arn";
import type { Deployment } from "../core/deployment";
import { accountQuotas } from "../rds/account-quotas";
import { type Clients, type RequestHandler, rdsClients } from "../rds/clients";
import { clusters } from "../rds/clusters";
import { type Deadline, deadlineIn } from "../rds/deadline";
import { instances } from "../rds/instances";
import { parseSettings } from "../settings/parse-settings";
import type { Startup } from "../settings/settings";
import type { Run } from "./run";
import { createTelemetry, type Telemetry } from "./telemetry";

export interface FunctionOptions {
  /** The environment of the function, as `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Sends the HTTP requests of all RDS clients. Default: over the network. */
  readonly requestHandler?: RequestHandler;
  /** Where log lines and metrics go. Default: standard output. */
  readonly output?: Console;
  /** A kind with more covered databases than this may be looked at briefly. Default: 500. */
  readonly briefAbove?: number;
}

/** What both functions have after cold start, and how a run begins. */
export interface FunctionBase extends Startup {
  readonly telemetry: Telemetry;
  readonly clients: Clients;
  /** @throws Error if the ARN of the function does not tell its account */
  readonly deploymentOf: (context: Context) => Deployment;
  /** Does `work` as a run, and gives up calls in progress shortly before Lambda would end it. */
  readonly runWith: <T>(context: Context, work: (run: Run, deadline: Deadline) => Promise<T>) => Promise<T>;
}

/** Calls in progress are aborted with this much time left: the next run sees what became of them. */
const ABORT_MS = 10_000;

/** Below it a look at everything costs a run a few seconds and calls. */
const BRIEF_ABOVE = 500;

/** @throws SettingsError at cold start if the environment is malformed */
export function createFunction(options: FunctionOptions): FunctionBase {
  const { environment, requestHandler, output, briefAbove = BRIEF_ABOVE } = options;
  const startup = parseSettings(environment);
  const { settings, sourceRegion, wiring } = startup;
  const clients = rdsClients(requestHandler);
  const telemetry = createTelemetry(startup, output);
  const deploymentOf = ({ invokedFunctionArn }: Context): Deployment => {
    const whose = parseFunctionArn(invokedFunctionArn);
    if (!whose) throw new Error(`the ARN of the function does not tell its account: ${invokedFunctionArn}`);
    return { name: settings.name, ...whose, sourceRegion };
  };
  return {
    ...startup,
    telemetry,
    clients,
    deploymentOf,
    runWith: async (context, work) => {
      telemetry.logger.addContext(context);
      const deployment = deploymentOf(context);
      const timeLeft = () => context.getRemainingTimeInMillis();
      const deadline = deadlineIn(Math.max(0, timeLeft() - ABORT_MS));
      try {
        const run: Run = {
          settings,
          deployment,
          targetsSince: wiring.targetsSince,
          services: {
            instance: instances(clients, deployment, deadline),
            cluster: clusters(clients, deployment, deadline),
          },
          readQuotas: accountQuotas(clients, deadline),
          now: new Date(),
          clock: () => new Date(),
          timeLeft,
          sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
          briefAbove,
          random: () => Math.random(),
        };
        return await work(run, deadline);
      } finally {
        deadline.clear();
      }
    },
  };
}
