import type { Remembered } from "../../handlers/aws/memory";
import type { Bundle } from "../../handlers/core/deployment";
import type { Kind } from "../../handlers/core/model";
import type { Rule } from "../../handlers/core/names";
import type { NeedsFound } from "../../handlers/run/needs-of-copies";
import type { Deployed } from "../deployments/deployed";
import type { EstateLook } from "../estate/look";
import type { Known } from "./known";
import type { AlarmFacts } from "./look/alarms";
import type { Queue } from "./look/dead-letters";
import type { EventSubscriptionFacts } from "./look/event-subscription";
import type { FunctionFacts } from "./look/functions";
import type { Leftover } from "./look/leftovers";
import type { Decision } from "./look/role";
import type { RuleFacts } from "./look/rules";
import type { TopicFacts } from "./look/topics";

/** All that AWS has said of a deployment, each part perhaps why it is not known. */
export interface Facts extends Wiring {
  readonly deployed: Deployed;
  readonly now: Date;
  readonly estate: Known<EstateLook>;
  /** Of the keys of target regions, by ARN. */
  readonly targetKeys: NeedsFound;
  /** Of the keys of databases, by ARN. */
  readonly sourceKeys: NeedsFound;
  readonly role: { readonly arn: string; readonly decisions: Known<readonly Decision[] | undefined> };
  readonly leftovers: readonly Leftover[];
}

/** What Terraform has made in the source region. */
export interface Wiring {
  readonly functions: Readonly<Record<Bundle, FunctionFacts>>;
  readonly rules: Readonly<Record<Rule, RuleFacts>>;
  readonly events: {
    readonly subscriptions: Readonly<Record<Kind, EventSubscriptionFacts>>;
    readonly topic: TopicFacts;
  };
  /** Undefined: the functions have no topic. */
  readonly notifications: TopicFacts | undefined;
  readonly alarms: AlarmFacts;
  readonly deadLetters: Known<Queue | undefined>;
  /** Undefined: the functions have no parameter. */
  readonly memory: Known<Remembered | undefined> | undefined;
}
