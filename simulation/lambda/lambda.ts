import type { SimulatedAws } from "../aws";
import type { MetricStore } from "../cloudwatch/metrics";
import type { Caller } from "../iam/access";
import type { FunctionDefinition } from "../terraform/deployment";
import { MINUTE, SECOND } from "../time/clock";
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
/** How long Lambda waits before it tries a throttled event again: first, and at most (docs/aws-facts.md#lambda-retries). */
const THROTTLED_RETRY = { first: SECOND, longest: 5 * MINUTE };
const LONGEST_TAIL = 4096;
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
  readonly #throttled = new Set<string>();
  #running = 0;

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  /** Replaces a function of the same name; its running invocations go on. */
  register(definition: FunctionDefinition, region: string, factory: HandlerFactory, caller: Caller): void {
    this.#functions.set(definition.name, { definition, region, factory, caller, instances: [] });
  }

  /** Undefined: it is deleted. */
  change(name: string, definition: FunctionDefinition | undefined): void {
    const before = this.#functions.get(name);
    if (before && definition) this.#functions.set(name, { ...before, definition, instances: [] });
    else this.#functions.delete(name);
  }

  /** Lets no invocation of a function begin, as with a reserved concurrency of 0, until it may again. */
  throttle(name: string, throttled: boolean): void {
    if (throttled) this.#throttled.add(name);
    else this.#throttled.delete(name);
  }

  isThrottled(name: string): boolean {
    return this.#throttled.has(name) || this.#functions.get(name)?.definition.reservedConcurrency === 0;
  }

  /** The end of what an invocation has logged, in Base64. */
  tailOf(requestId: string): string {
    const text = this.logs.filter((line) => line.requestId === requestId).map((line) => `${line.text}\n`);
    return Buffer.from(text.join("")).subarray(-LONGEST_TAIL).toString("base64");
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
    // Of the time of the call, told at its end (docs/aws-facts.md#how-cloudwatch-evaluates-alarms).
    const put = (metric: string, value: number) =>
      metrics.put("AWS/Lambda", metric, { FunctionName: name }, { time: startedAt, value });
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
    const { aws, metrics, queues } = this.#options;
    const { definition, caller } = this.#function(name);
    const received = aws.clock.now();
    const expires = received + definition.maximumAgeSeconds * SECOND;
    for (let attempt = 1; ; attempt++) {
      if (!(await this.#admitted(name, expires))) {
        metrics.put("AWS/Lambda", "AsyncEventsDropped", { FunctionName: name }, { time: aws.clock.now(), value: 1 });
        const record = expiredRecord(event, definition, aws.clock.now(), attempt - 1);
        if (definition.onFailure) await queues.send(definition.onFailure, caller, record);
        return;
      }
      const invocation = await this.invoke(name, event, attempt);
      if (invocation.outcome === "ok") return;
      const wait = RETRY_AFTER[attempt - 1];
      const tooOld = aws.clock.now() + (wait ?? 0) > expires;
      if (attempt > definition.retries || wait === undefined || tooOld) {
        if (definition.onFailure)
          await queues.send(definition.onFailure, caller, failureRecord(invocation, definition));
        return;
      }
      await new Promise<void>((resolve) => aws.clock.after(wait, resolve));
    }
  }

  /** @returns false if the event became too old while it waited */
  async #admitted(name: string, expires: number): Promise<boolean> {
    const { clock } = this.#options.aws;
    for (let wait = THROTTLED_RETRY.first; this.isThrottled(name); wait = Math.min(wait * 2, THROTTLED_RETRY.longest)) {
      if (clock.now() + wait > expires) return false;
      await new Promise<void>((resolve) => clock.after(wait, resolve));
    }
    return true;
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
  const { requestId, attempt, endedAt, event, error } = invocation;
  return {
    ...envelope({ requestId, event, attempts: attempt, time: endedAt, condition: "RetriesExhausted" }, definition),
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    responsePayload: {
      errorType: error instanceof Error ? error.name : "Error",
      errorMessage: error instanceof Error ? error.message : String(error),
    },
  };
}

/** Of an event that was never handled: it became too old. */
function expiredRecord(event: unknown, definition: FunctionDefinition, time: number, attempts: number): unknown {
  return envelope({ requestId: "expired", event, attempts, time, condition: "EventAgeExceeded" }, definition);
}

interface Envelope {
  readonly requestId: string;
  readonly event: unknown;
  readonly attempts: number;
  readonly time: number;
  readonly condition: string;
}

function envelope({ requestId, event, attempts, time, condition }: Envelope, { arn }: FunctionDefinition) {
  return {
    version: "1.0",
    timestamp: new Date(time).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${arn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
  };
}
