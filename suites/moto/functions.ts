import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { unzipSync } from "fflate";
import { BUNDLES, type Bundle } from "../../handlers/core/deployment";
import { ACCOUNT, SOURCE_REGION } from "./places";

/** How a synthesised function is configured. */
export interface FunctionSettings {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** What an invocation came to. One of `result` and `error` is set, as Lambda would report it. */
export interface Invocation {
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly stack: string };
  /** The JSON lines that it wrote: logs, and metrics in embedded metric format. */
  readonly lines: readonly LogLine[];
}

export type LogLine = Readonly<Record<string, unknown>>;

/** Unpacks the zips into a folder for each function. */
export function unpack(zips: string, into: string): void {
  for (const bundle of BUNDLES) {
    mkdirSync(join(into, bundle));
    for (const [name, content] of Object.entries(unzipSync(readFileSync(join(zips, `${bundle}.zip`))))) {
      writeFileSync(join(into, bundle, name), content);
    }
  }
}

/** Longer than any run against moto takes, with the time-outs of calls that are not answered. */
const HANGS_MS = 150_000;

/** One warm instance of a function: a Node process with nothing in its environment but what Lambda gives it. */
export class LambdaFunction {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: string[] = [];
  #stderr = "";
  #exit: string | undefined;
  /** The outcome of the invocation under way, and that all of standard error has come. */
  #end: (outcome: string) => void = () => undefined;
  #endErrors: () => void = () => undefined;

  /**
   * @param unpacked folder of the unpacked bundles
   * @param endpoint URL that answers for AWS
   */
  constructor(bundle: Bundle, settings: FunctionSettings, unpacked: string, endpoint: string) {
    const { functionName, timeoutSeconds, environment } = settings;
    const arn = `arn:aws:lambda:${SOURCE_REGION}:${ACCOUNT}:function:${functionName}`;
    const file = join(unpacked, bundle, `${bundle}.js`);
    this.#process = spawn(process.execPath, [join(__dirname, "runtime.cjs"), file, arn, String(timeoutSeconds)], {
      env: { ...lambdaEnvironment(functionName, endpoint), ...environment },
    });
    createInterface({ input: this.#process.stderr }).on("line", (line) => {
      if (line.startsWith("\u0000")) this.#endErrors();
      else if (isJson(line)) this.#lines.push(line);
      else this.#stderr += `${line}\n`;
    });
    createInterface({ input: this.#process.stdout }).on("line", (line) => {
      if (line.startsWith("\u0000")) this.#end(line.slice(1));
      else this.#lines.push(line);
    });
    this.#process.stdin.on("error", () => undefined); // it has ended, which `exit` tells
    this.#process.on("exit", (code) => {
      const message = `the function's process ended with code ${code}\n${this.#stderr}`;
      this.#exit = JSON.stringify({ error: { name: "Runtime.ExitError", message, stack: message } });
      this.#endErrors();
      this.#end(this.#exit);
    });
  }

  /** @throws Error if the function gives no answer, or writes a line that is not JSON */
  async invoke(event: unknown): Promise<Invocation> {
    const errors = new Promise<void>((resolve) => {
      this.#endErrors = resolve;
    });
    const outcome = await new Promise<string>((resolve, reject) => {
      const hangs = () => reject(new Error(`the function gives no answer\n${this.#lines.join("\n")}\n${this.#stderr}`));
      const timer = setTimeout(hangs, HANGS_MS);
      this.#end = (ended) => {
        clearTimeout(timer);
        resolve(ended);
      };
      this.#process.stdin.write(`${JSON.stringify(event)}\n`);
      if (this.#exit !== undefined) this.#end(this.#exit);
    });
    if (this.#exit === undefined) await errors;
    const lines = this.#lines.splice(0).map((line): LogLine => JSON.parse(line));
    return { ...JSON.parse(outcome), lines };
  }

  stop(): void {
    this.#process.kill("SIGKILL");
  }
}

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

const lambdaEnvironment = (functionName: string, endpoint: string): Record<string, string> => ({
  AWS_REGION: SOURCE_REGION,
  AWS_DEFAULT_REGION: SOURCE_REGION,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_SESSION_TOKEN: "test",
  AWS_ENDPOINT_URL: endpoint,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  // Lambda has no home with settings of a developer in it.
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  TZ: ":UTC",
});
