import { DescribeAccountAttributesCommand, type AccountQuota as RawQuota } from "@aws-sdk/client-rds";
import type { Kind } from "../core/model";
import type { AccountQuota } from "../core/quota";
import type { Clients } from "./clients";
import type { Deadline } from "./deadline";
import { call } from "./reading";

/** How many manual snapshots the account has and may have in a region; undefined of a kind that RDS does not tell. */
export type AccountQuotas = Readonly<Record<Kind, AccountQuota | undefined>>;

/** @throws RdsError */
export type ReadAccountQuotas = (region: string) => Promise<AccountQuotas>;

const NAMES: Readonly<Record<Kind, string>> = { instance: "ManualSnapshots", cluster: "ManualClusterSnapshots" };

export function accountQuotas(clients: Clients, deadline: Deadline): ReadAccountQuotas {
  return async (region) => {
    const command = new DescribeAccountAttributesCommand({});
    const sent = clients(region).send(command, { abortSignal: deadline.signal });
    const { AccountQuotas = [] } = await call(deadline, sent);
    return { instance: quotaOf(AccountQuotas, "instance"), cluster: quotaOf(AccountQuotas, "cluster") };
  };
}

/** All fields are optional in the API's types: one that is missing or odd makes the quota unknown. */
function quotaOf(quotas: readonly RawQuota[], kind: Kind): AccountQuota | undefined {
  const { Used: used, Max: maximum } = quotas.find((one) => one.AccountQuotaName === NAMES[kind]) ?? {};
  return isCount(used) && isCount(maximum) ? { used, maximum } : undefined;
}

const isCount = (value: number | undefined): value is number => value !== undefined && value >= 0;
