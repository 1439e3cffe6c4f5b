import type { SimulatedAws } from "../aws";
import type { MetricStore } from "../cloudwatch/metrics";
import type { Caller } from "../iam/access";
import type { FunctionDefinition } from "../terraform/deployment";
import { MINUTE } from "../time/clock";
import type { Random } from "../time/random";
import { type Ending, type HandlerFactory, LambdaInstance } from "./lambda-instance";
import type { Queues } from "./queues";

/** One run of a function. */
export interface Invocation {
  readonly requestId: string;
  readonly functionName: string;
  readonly event: unknown;
  /** 1, or more when Lambda repeats it. */
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: Ending["outcome"];
  readonly result: unknown;
  readonly error: unknown;
}

/** One line of output. `record` is the line as JSON, if it is. */
export interface LogLine {
  readonly time: number;
  readonly functionName: string;
  readonly requestId: string;
  readonly text: string;
  readonly record: Readonly<Record<string, unknown>> | undefined;
}

export interface LambdaOptions {
  readonly aws: SimulatedAws;
  readonly metrics: MetricStore;
  readonly queues: Queues;
  readonly random: Random;
  /** Milliseconds of each HTTP call of the functions. */
  readonly latency?: number | undefined;
}

interface Registered {
  readonly definition: FunctionDefinition;
  readonly region: string;
  readonly factory: HandlerFactory;
  readonly caller: Caller;
  readonly instances: LambdaInstance[];
}

/** Milliseconds that Lambda needs before a new execution environment runs the handler. */
const COLD_START = 400;
/** How long Lambda waits before each retry of a failed asynchronous invocation. */
const RETRY_AFTER = [MINUTE, 2 * MINUTE];

/** Runs functions on the simulated clock: invocations at once, time-outs, crashes, asynchronous retries, failure destinations. */
export class Lambda {
  readonly invocations: Invocation[] = [];
  readonly logs: LogLine[] = [];
  /** What went wrong with the simulation or the deployment, not with a function. */
  readonly failures: unknown[] = [];
  readonly #options: LambdaOptions;
  readonly #functions = new Map<string, Registered>();
  readonly #listeners: ((invocation: Invocation) => void)[] = [];
  #running = 0;

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  /** Replaces a function of the same name; its running invocations go on. */
  register(definition: FunctionDefinition, region: string, factory: HandlerFactory, caller: Caller): void {
    this.#functions.set(definition.name, { definition, region, factory, caller, instances: [] });
  }

  remove(name: string): void {
    this.#functions.delete(name);
  }

  /** The listener is called when an invocation has ended. */
  onInvocation(listener: (invocation: Invocation) => void): void {
    this.#listeners.push(listener);
  }

  /** Number of invocations that are running now. */
  get running(): number {
    return this.#running;
  }

  /** Invokes a function once and waits for its end; a failure is an outcome, not thrown. */
  async invoke(name: string, event: unknown, attempt = 1): Promise<Invocation> {
    const { aws, metrics, random } = this.#options;
    const registered = this.#function(name);
    const requestId = random.uuid();
    const instance = registered.instances.find(({ busy }) => !busy) ?? this.#start(registered);
    instance.busy = true;
    this.#running++;
    if (!registered.instances.includes(instance)) {
      registered.instances.push(instance);
      await new Promise<void>((resolve) => aws.clock.after(COLD_START, resolve));
    }
    const startedAt = aws.clock.now();
    const ending = await instance.invoke(event, requestId);
    this.#running--;
    if (instance.dead) registered.instances.splice(registered.instances.indexOf(instance), 1);
    const endedAt = aws.clock.now();
    const put = (metric: string, value: number) =>
      metrics.put("AWS/Lambda", metric, { FunctionName: name }, { time: endedAt, value });
    put("Invocations", 1);
    put("Errors", ending.outcome === "ok" ? 0 : 1);
    put("Duration", endedAt - startedAt);
    const invocation: Invocation = {
      requestId,
      functionName: name,
      event,
      attempt,
      startedAt,
      endedAt,
      outcome: ending.outcome,
      result: ending.outcome === "ok" ? ending.result : undefined,
      error: ending.outcome === "ok" ? undefined : ending.error,
    };
    this.invocations.push(invocation);
    for (const listener of this.#listeners) listener(invocation);
    return invocation;
  }

  /** `invokeAsync` without waiting. Failures of the simulation itself are kept in `failures`. */
  invokeInBackground(name: string, event: unknown): void {
    this.invokeAsync(name, event).catch((error) => this.failures.push(error));
  }

  /** Invokes as EventBridge and SNS do: Lambda retries failures, then sends them to the failure destination. */
  async invokeAsync(name: string, event: unknown): Promise<void> {
    const { aws, queues } = this.#options;
    const { definition, caller } = this.#function(name);
    const received = aws.clock.now();
    for (let attempt = 1; ; attempt++) {
      const invocation = await this.invoke(name, event, attempt);
      if (invocation.outcome === "ok") return;
      const wait = RETRY_AFTER[attempt - 1];
      const tooOld = aws.clock.now() + (wait ?? 0) > received + definition.maximumAgeSeconds * 1000;
      if (attempt > definition.retries || wait === undefined || tooOld) {
        if (definition.onFailure)
          await queues.send(definition.onFailure, caller, failureRecord(invocation, definition));
        return;
      }
      await new Promise<void>((resolve) => aws.clock.after(wait, resolve));
    }
  }

  #function(name: string): Registered {
    const registered = this.#functions.get(name);
    if (!registered) throw new Error(`There is no function ${name}.`);
    return registered;
  }

  #start({ definition, region, factory, caller }: Registered): LambdaInstance {
    const { aws, latency } = this.#options;
    return new LambdaInstance({
      aws,
      definition,
      region,
      factory,
      caller,
      latency,
      onLine: (text, requestId) => this.#log(definition.name, requestId, text),
    });
  }

  #log(functionName: string, requestId: string, text: string): void {
    const record = parseRecord(text);
    if (record && this.#options.metrics.putEmbedded(record)) return;
    this.logs.push({ time: this.#options.aws.clock.now(), functionName, requestId, text, record });
  }
}

function parseRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As Lambda sends it to an on-failure destination. */
function failureRecord(invocation: Invocation, definition: FunctionDefinition): unknown {
  const { error } = invocation;
  return {
    version: "1.0",
    timestamp: new Date(invocation.endedAt).toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: `${definition.arn}:$LATEST`,
      condition: "RetriesExhausted",
      approximateInvokeCount: invocation.attempt,
    },
    requestPayload: invocation.event,
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: {
      errorType: error instanceof Error ? error.name : "Error",
      errorMessage: error instanceof Error ? error.message : String(error),
    },
  };
}
