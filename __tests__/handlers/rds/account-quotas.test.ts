import { describe, expect, test } from "@jest/globals";
import { accountQuotas } from "../../../handlers/rds/account-quotas";
import { rdsClients } from "../../../handlers/rds/clients";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { type Answer, answer, FakeRds } from "./fake-rds";

async function readFrom(respond: Answer) {
  const rds = new FakeRds(() => respond);
  const deadline = deadlineIn(60_000);
  try {
    return { rds, quotas: await accountQuotas(rdsClients(rds.requestHandler), deadline)("eu-central-1") };
  } finally {
    deadline.clear();
  }
}

const quota = (AccountQuotaName: string, Used?: number, Max?: number) => ({ AccountQuotaName, Used, Max });
const telling = (...quotas: ReturnType<typeof quota>[]) =>
  answer("DescribeAccountAttributes", { AccountQuotas: quotas });

describe("the quotas of manual snapshots", () => {
  test("are those of the target region, of both kinds, by one call", async () => {
    const { rds, quotas } = await readFrom(
      telling(quota("DBInstances", 3, 40), quota("ManualSnapshots", 7, 100), quota("ManualClusterSnapshots", 0, 250)),
    );
    expect(rds.log).toEqual(["DescribeAccountAttributes eu-central-1"]);
    expect(quotas).toEqual({ instance: { used: 7, maximum: 100 }, cluster: { used: 0, maximum: 250 } });
  });

  test("are not known where RDS leaves out a field, the quota, or all", async () => {
    const unknown = { instance: undefined, cluster: undefined };
    expect(
      (await readFrom(telling(quota("ManualSnapshots", 7), quota("ManualClusterSnapshots", undefined, 9)))).quotas,
    ).toEqual(unknown);
    expect((await readFrom(answer("DescribeAccountAttributes", {}))).quotas).toEqual(unknown);
  });

  test("cannot be read where the call is denied", async () => {
    const body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
    await expect(readFrom({ status: 403, body })).rejects.toMatchObject({ code: "denied" });
  });
});
