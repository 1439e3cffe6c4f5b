import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import { buffer, text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { Random } from "../../../simulation/time/random";
import type { Fault } from "./faults";
import { type Entry, entryOf } from "./ledger";
import { type RdsRequest, readRequest } from "./request";
import { type Answer, send, show } from "./wire";

/** The fewest that RDS allows a page of a list to be asked for: lists of an estate this small have pages too. */
const PAGE_SIZE = 20;
/** How long after its client has been cut off a request that comes late is carried out. */
const LATE_MS = { from: 100, to: 2_500 };
const NONE: Answer = { status: 200, headers: {}, body: Buffer.alloc(0) };

/** Decides what happens to a request; undefined: nothing. */
export type Draw = (random: Random, asked: RdsRequest) => Fault | undefined;

/**
 * A reverse proxy in front of RDS at which things go wrong, as they do in networks. What happens to a request is drawn from a hash of
 * the seed, of what it asks for and of how often that has been asked: the same seed decides the same. Whose request comes first, where
 * several runs ask the same at once, is up to the machine, so a replay is close, not equal.
 */
export class FireProxy {
  /** What RDS has changed, in order. */
  readonly carriedOut: Entry[] = [];
  /** How often each fault was shown: `reset before`. */
  readonly faults = new Map<string, number>();
  requests = 0;

  readonly #agent = new Agent({ maxSockets: 20 });
  readonly #server = createServer((incoming, response) => this.#handle(incoming, response));
  readonly #ordinals = new Map<string, number>();
  readonly #late = new Set<Promise<unknown>>();
  #changes: Promise<unknown> = Promise.resolve();
  #draw: Draw = () => undefined;

  private constructor(
    readonly upstream: string,
    readonly seed: string,
  ) {}

  /** @param upstream URL of the RDS behind it */
  static async start(upstream: string, seed: string): Promise<FireProxy> {
    const proxy = new FireProxy(upstream, seed);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the proxy is not listening");
    return `http://127.0.0.1:${address.port}`;
  }

  /** From now on things go wrong as drawn. */
  burn(draw: Draw): void {
    this.#draw = draw;
  }

  /** Ends the fire, and waits for the requests that are late. */
  async extinguish(): Promise<void> {
    this.#draw = () => undefined;
    while (this.#late.size > 0) await Promise.all(this.#late);
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    // Clients give up, and are cut off.
    response.on("error", () => undefined);
    try {
      const body = await text(incoming);
      this.requests++;
      const asked = readRequest(incoming.headers.authorization, body);
      const random = new Random(`${this.seed} ${asked.identity} ${this.#ordinal(asked.identity)}`);
      const fault = this.#draw(random, asked);
      const forward = () => this.#forward(asked, incoming, body);
      if (fault === undefined) send(response, await forward());
      else await this.#goWrong(fault, response, forward, random);
    } catch (error) {
      // Moto is gone, or the client is: neither can be told.
      if (!incoming.destroyed) incoming.destroy(error instanceof Error ? error : undefined);
    }
  }

  async #goWrong(
    fault: Fault,
    response: ServerResponse,
    forward: () => Promise<Answer>,
    random: Random,
  ): Promise<void> {
    const name = `${fault.kind} ${fault.point}`;
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
    if (fault.kind === "late") {
      const late = pause(random.between(LATE_MS.from, LATE_MS.to)).then(forward);
      this.#late.add(late);
      late.catch(() => undefined).finally(() => this.#late.delete(late));
      return show(fault.kind, response, NONE, random);
    }
    await show(fault.kind, response, fault.point === "after" ? await forward() : NONE, random);
  }

  /** Requests that change something one after the other: RDS never makes two snapshots of one id, moto may. */
  #forward(asked: RdsRequest, incoming: IncomingMessage, body: string): Promise<Answer> {
    const change = entryOf(asked);
    if (change === undefined) return this.#ask(incoming, `${body}&MaxRecords=${PAGE_SIZE}`);
    const answer = this.#changes.then(async () => {
      const answered = await this.#ask(incoming, body);
      if (answered.status < 300) this.carriedOut.push(change);
      return answered;
    });
    this.#changes = answer.catch(() => undefined);
    return answer;
  }

  #ask({ method, url, headers }: IncomingMessage, body: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { method, headers: passedOn(headers), agent: this.#agent };
      const outgoing = request(this.upstream + url, options, (answer) => {
        const status = answer.statusCode ?? 502;
        buffer(answer).then((bytes) => resolve({ status, headers: passedOn(answer.headers), body: bytes }), reject);
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  #ordinal(identity: string): number {
    const ordinal = (this.#ordinals.get(identity) ?? 0) + 1;
    this.#ordinals.set(identity, ordinal);
    return ordinal;
  }
}

/** Not those that are about one connection, or one way to send a body. */
const OWN = ["host", "connection", "keep-alive", "content-length", "transfer-encoding"];

const passedOn = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.includes(name)));
