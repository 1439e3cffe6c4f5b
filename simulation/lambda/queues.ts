import type { MetricStore } from "../cloudwatch/metrics";
import type { Caller } from "../iam/access";
import { type Clock, HOUR } from "../time/clock";

/** How long SQS publishes metrics of an empty queue that nobody uses. */
const ACTIVE_FOR = 6 * HOUR;

/** SQS queues for events that could not be handled; nothing reads them. */
export class Queues {
  readonly #messages = new Map<string, unknown[]>();
  readonly #usedAt = new Map<string, number>();

  constructor(
    readonly clock: Clock,
    readonly metrics: MetricStore,
  ) {}

  add(arn: string): void {
    this.#usedAt.set(arn, this.clock.now());
    if (!this.#messages.has(arn)) this.#messages.set(arn, []);
  }

  /** @throws Error if there is no such queue, or the caller may not send to it: Lambda would lose the message */
  async send(arn: string, caller: Caller, message: unknown): Promise<void> {
    const messages = this.#messages.get(arn);
    if (!messages) throw new Error(`There is no queue ${arn}.`);
    if (!(await caller.allows({ action: "sqs:SendMessage", resource: arn }))) {
      throw new Error(`${caller.arn} may not send to ${arn}: a failed invocation is lost.`);
    }
    messages.push(message);
    this.#usedAt.set(arn, this.clock.now());
  }

  messages(arn: string): readonly unknown[] {
    return this.#messages.get(arn) ?? [];
  }

  /** Puts the number of messages of each active queue into the metrics, as SQS does (docs/aws-facts.md#how-cloudwatch-evaluates-alarms). */
  publish(): void {
    for (const [arn, messages] of this.#messages) {
      const idle = this.clock.now() - (this.#usedAt.get(arn) ?? 0);
      if (messages.length === 0 && idle > ACTIVE_FOR) continue;
      const dimensions = { QueueName: arn.split(":").at(-1) ?? arn };
      const point = { time: this.clock.now(), value: messages.length };
      this.metrics.put("AWS/SQS", "ApproximateNumberOfMessagesVisible", dimensions, point);
    }
  }
}
