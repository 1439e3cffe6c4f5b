import type { Handler } from "aws-lambda";
import { createBackupFinished } from "../../handlers/run/create-backup-finished";
import { createSweep } from "../../handlers/run/create-sweep";
import type { Invocation, LogLine } from "../lambda/lambda";
import type { FactoryOptions } from "../lambda/lambda-instance";
import type { SimulatedHttpHandler } from "../wire/http-handler";
import type { HandlerFactories, World } from "../world";
import type { State } from "./invariants/metrics";
import { isLookAtNeeds } from "./looks";

/** One HTTP request of a run to RDS, and its answer. */
export interface Request {
  readonly action: string;
  readonly region: string;
  /** As sent, without presigned URL. */
  readonly body: string;
  /** HTTP status; 0: no answer, or only a part of one. */
  status: number;
  /** Code of an AWS error. */
  code: string;
  message: string;
}

/** One HTTP request of a run to another service than RDS. */
export interface Aside {
  readonly service: string;
  /** What was asked, the same for a repetition. */
  readonly body: string;
  readonly time: number;
  /** HTTP status; 0: no answer, or only a part of one. */
  status: number;
}

/** One run of a function, seen from outside: its requests, log lines and end. */
export interface RunRecord {
  readonly id: string;
  readonly function: "sweep" | "backup-finished";
  /** Whether its input asked for the daily run. */
  readonly isDaily: boolean;
  readonly startedAt: number;
  readonly requests: Request[];
  /** Those about what restores need. */
  readonly looks: Request[];
  readonly asides: Aside[];
  /** Whether others ran at the same time. */
  overlapped: boolean;
  lines: readonly LogLine[];
  end: Invocation | undefined;
  /** The world when it began, and when its handler had ended. */
  readonly before: State | undefined;
  after: State | undefined;
}

/** Whether a run ended before its handler did. */
export const wasCut = ({ outcome }: Invocation): boolean => outcome !== "ok" && outcome !== "error";

/** The services, beside RDS, of which a run did not get an answer in the end. */
export function failedAsides({ asides }: RunRecord): ReadonlySet<string> {
  const last = new Map(asides.map((one) => [`${one.service} ${one.body}`, one]));
  return new Set([...last.values()].flatMap(({ service, status }) => (status === 200 ? [] : service)));
}

/** Watches the real handlers by their HTTP requests, log lines and ends. */
export class Runs {
  readonly #running = new Map<string, RunRecord>();
  /** Looks at the world, for whole runs. */
  look: () => State | undefined = () => undefined;
  /** Called at the end of each run. */
  onEnd: (run: RunRecord) => void = () => undefined;

  /** @param briefAbove given to the handlers */
  constructor(
    readonly world: World,
    readonly briefAbove?: number,
  ) {
    world.lambda.onInvocation((invocation) => this.#end(invocation));
  }

  /** The handlers as they are deployed, watched. */
  get factories(): HandlerFactories {
    return {
      "sweep.handler": (options) => this.#watched("sweep", options, createSweep),
      "backup-finished.handler": (options) => this.#watched("backup-finished", options, createBackupFinished),
    };
  }

  /** Those that have not ended. */
  get going(): readonly RunRecord[] {
    return [...this.#running.values()];
  }

  running(id: string | undefined): RunRecord | undefined {
    return id === undefined ? undefined : this.#running.get(id);
  }

  /** Records the end of a run, with its log lines, which are kept only here. */
  #end(end: Invocation): void {
    const { lambda } = this.world;
    const run = this.#running.get(end.requestId);
    if (!run) return;
    this.#running.delete(run.id);
    run.end = end;
    run.lines = lambda.logs.filter(({ requestId }) => requestId === run.id);
    lambda.invocations.length = 0;
    lambda.logs.splice(0, lambda.logs.length, ...lambda.logs.filter(({ requestId }) => requestId !== run.id));
    this.onEnd(run);
  }

  #watched(
    name: RunRecord["function"],
    options: FactoryOptions,
    create: (options: {
      environment: FactoryOptions["environment"];
      requestHandler: Recording;
      output: Console;
      briefAbove?: number;
    }) => Handler,
  ): Handler {
    let current: RunRecord | undefined;
    const requestHandler = new Recording(
      options.requestHandler,
      (request) => (isLookAtNeeds(request.action) ? current?.looks : current?.requests)?.push(request),
      (aside) => current?.asides.push(aside),
      () => this.world.clock.now(),
    );
    const { briefAbove } = this;
    const handler = create({ ...options, requestHandler, ...(briefAbove !== undefined && { briefAbove }) });
    return (event, context, callback) => {
      const { lambda, clock } = this.world;
      const overlapped = lambda.running > 1;
      if (overlapped) for (const other of this.#running.values()) other.overlapped = true;
      current = {
        id: context.awsRequestId,
        function: name,
        isDaily: isDaily(event),
        startedAt: clock.now(),
        requests: [],
        looks: [],
        asides: [],
        overlapped,
        lines: [],
        end: undefined,
        before: name === "sweep" ? this.look() : undefined,
        after: undefined,
      };
      const run = current;
      this.#running.set(run.id, run);
      const work = Promise.resolve(handler(event, context, callback));
      return work.finally(() => {
        run.after = run.before && this.look();
      });
    };
  }
}

const isDaily = (event: unknown): boolean =>
  typeof event === "object" && event !== null && "run" in event && event.run === "daily";

/** Passes requests on, and records those to RDS with their answers. */
class Recording implements Pick<SimulatedHttpHandler, "handle"> {
  readonly metadata = { handlerProtocol: "http/1.1" };

  constructor(
    readonly inner: SimulatedHttpHandler,
    readonly note: (request: Request) => void,
    readonly noteAside: (aside: Aside) => void,
    readonly now: () => number,
  ) {}

  handle: SimulatedHttpHandler["handle"] = async (request, options) => {
    if (!request.hostname.startsWith("rds.")) return this.#aside(request, options);
    const body = String(request.body ?? "").replace(/&PreSignedUrl=[^&]*/, "");
    const [, action = ""] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
    const [, region = ""] = /^rds\.([a-z0-9-]+)\./.exec(request.hostname) ?? [];
    const noted: Request = { action, region, body, status: 0, code: "", message: "" };
    this.note(noted);
    const answer = await this.inner.handle(request, options);
    const text = String(answer.response.body);
    noted.status = /<\/\w+Response>\s*$/.test(text) ? answer.response.statusCode : 0;
    if (noted.status > 200) {
      noted.code = /<Code>(.*?)<\/Code>/.exec(text)?.[1] ?? "";
      noted.message = /<Message>(.*?)<\/Message>/.exec(text)?.[1] ?? "";
    }
    return answer;
  };

  async #aside(...[request, options]: Parameters<SimulatedHttpHandler["handle"]>) {
    const [service = ""] = request.hostname.split(".");
    const target = request.headers["x-amz-target"] ?? "";
    const body = typeof request.body === "string" ? request.body : new TextDecoder().decode(request.body);
    const aside: Aside = { service, body: `${target} ${body}`, time: this.now(), status: 0 };
    this.noteAside(aside);
    const answer = await this.inner.handle(request, options);
    const text = String(answer.response.body);
    aside.status = /(<\/\w+Response>|\})\s*$/.test(text) ? answer.response.statusCode : 0;
    return answer;
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}
