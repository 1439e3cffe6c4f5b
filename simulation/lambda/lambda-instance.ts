import { Console } from "node:console";
import { Writable } from "node:stream";
import type { Context, Handler } from "aws-lambda";
import type { SimulatedAws } from "../aws";
import type { Caller } from "../iam/access";
import type { FunctionDefinition } from "../terraform/deployment";
import { SimulatedHttpHandler } from "../wire/http-handler";

/** What a handler is created with: the same as in Lambda. */
export interface FactoryOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly requestHandler: SimulatedHttpHandler;
  readonly output: Console;
}

export type HandlerFactory = (options: FactoryOptions) => Handler;

export interface InstanceOptions {
  readonly aws: SimulatedAws;
  readonly definition: FunctionDefinition;
  readonly region: string;
  readonly factory: HandlerFactory;
  readonly caller: Caller;
  readonly latency: number | undefined;
  /** Takes each line that the function writes. */
  readonly onLine: (line: string, requestId: string) => void;
}

/** How one invocation ended. */
export type Ending =
  | { readonly outcome: "ok"; readonly result: unknown }
  /** `frozen`: a fault of the scenario made it stand still until its time-out. */
  | { readonly outcome: "error" | "timeout" | "frozen" | "crash"; readonly error: unknown };

/** One execution environment of a function. It handles one invocation at a time and is used again while it lives. */
export class LambdaInstance {
  busy = false;
  dead = false;
  readonly #options: InstanceOptions;
  readonly #requestHandler: SimulatedHttpHandler;
  readonly #output: Console;
  #handler: Handler | undefined;
  #requestId = "";
  #crash: () => void = () => undefined;
  #frozen = false;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.#requestHandler = new SimulatedHttpHandler({
      aws: options.aws,
      caller: this.#caller(options.caller),
      onCrash: () => this.#crash(),
      onFreeze: () => this.#freeze(),
      ...(options.latency !== undefined && { latency: options.latency }),
    });
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        for (const line of String(chunk).split("\n")) {
          if (line !== "" && !this.dead && !this.#frozen) options.onLine(line, this.#requestId);
        }
        done();
      },
    });
    this.#output = new Console(stream);
  }

  /** Runs the handler to its end or to the function's time-out. After a time-out or a crash none of its work goes on. */
  async invoke(event: unknown, requestId: string): Promise<Ending> {
    const { aws, definition } = this.#options;
    this.busy = true;
    this.#requestId = requestId;
    const deadline = aws.clock.now() + definition.timeoutSeconds * 1000;
    let timer: NodeJS.Timeout | undefined;
    const cut = new Promise<Ending>((resolve) => {
      this.#crash = () => resolve({ outcome: "crash", error: new Error("Runtime exited with error: signal: killed") });
      const message = `Task timed out after ${definition.timeoutSeconds}.00 seconds`;
      const timeout = () => resolve({ outcome: this.#frozen ? "frozen" : "timeout", error: new Error(message) });
      timer = setTimeout(timeout, deadline - aws.clock.now());
    });
    const ending = await Promise.race([this.#run(event, requestId, deadline), cut]);
    clearTimeout(timer);
    this.busy = false;
    if (ending.outcome !== "ok" && ending.outcome !== "error") this.#kill();
    return ending;
  }

  /** Stops all of its work without Lambda noticing. */
  #freeze(): void {
    this.#frozen = true;
    this.#requestHandler.close();
  }

  async #run(event: unknown, requestId: string, deadline: number): Promise<Ending> {
    try {
      this.#handler ??= this.#options.factory({
        environment: this.#environment(),
        requestHandler: this.#requestHandler,
        output: this.#output,
      });
      const result = await this.#handler(event, this.#context(requestId, deadline), () => undefined);
      if (!this.#frozen) return { outcome: "ok", result };
    } catch (error) {
      if (!this.#frozen) return { outcome: "error", error };
    }
    return new Promise(() => undefined);
  }

  /** The function, while this instance runs it: it handles one invocation at a time. */
  #caller({ name, arn, allows }: Caller): Caller {
    const requestId = () => this.#requestId;
    return {
      name,
      arn,
      allows,
      get run() {
        return requestId();
      },
    };
  }

  #kill(): void {
    this.dead = true;
    this.#requestHandler.close();
  }

  #environment(): Record<string, string> {
    const { definition, region } = this.#options;
    return {
      ...definition.environment,
      AWS_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: definition.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    };
  }

  #context(requestId: string, deadline: number): Context {
    const { aws, definition } = this.#options;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionName: definition.name,
      functionVersion: "$LATEST",
      invokedFunctionArn: definition.arn,
      memoryLimitInMB: String(definition.memoryMb),
      awsRequestId: requestId,
      logGroupName: definition.logGroup,
      logStreamName: "2026/01/01/[$LATEST]0",
      getRemainingTimeInMillis: () => Math.max(0, deadline - aws.clock.now()),
      done: () => undefined,
      fail: () => undefined,
      succeed: () => undefined,
    };
  }
}
