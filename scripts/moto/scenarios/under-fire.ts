import { deepEqual, ok } from "node:assert/strict";
import { Campaign } from "../fire/campaign";
import { isMade } from "../fire/contradictions";
import { Estate } from "../fire/estate";
import { FAULTS } from "../fire/faults";
import { misdeeds, remaining } from "../fire/ledger";
import { FireProxy } from "../fire/proxy";
import { actions, names, succeeded } from "../readings";
import type { Scenario } from "../world";

const KEEP_LAST = 2;

/** @param seed decides what goes wrong */
export const underFire = (seed: string): Scenario => ({
  title: `A network on fire (again: npm run test:moto -- "on fire" --seed ${seed})`,
  run: async (world, check) => {
    const estate = new Estate(world);
    await estate.create();
    const foreign = await estate.foreign();
    const proxy = await FireProxy.start(world.account.endpoint, seed);
    try {
      const deployment = world.deploy({ retention: { keepLast: KEEP_LAST } }, proxy.url);
      const campaign = new Campaign(estate, deployment, proxy);
      await campaign.run();
      await proxy.extinguish();
      console.log(figures(proxy, campaign));
      await check("does to requests what networks do", () => {
        // By chance one of the rarest may not come up.
        ok(proxy.faults.size >= FAULTS.length - 2, [...proxy.faults.keys()].join());
      });
      await check("lets every run end by itself, well or naming what failed, and hide nothing", () => {
        none(campaign.wrongs);
        ok(campaign.well > 0 && campaign.failed > 0);
      });

      const next = await deployment.sweep();
      await check("has lost no copy, once it is out: the next sweep makes what is missing", () => {
        succeeded(next);
        deepEqual(
          estate.due().filter((due) => !isMade(due, proxy.carriedOut)),
          [],
        );
      });
      // What the copies just made are too many of.
      succeeded(await deployment.sweep());
      await check("leaves nothing to do after that", async () => {
        const idle = await deployment.sweep();
        succeeded(idle);
        deepEqual(
          actions(idle).filter((line) => !line.endsWith("not-ours")),
          [],
        );
      });
      await check("has let no snapshot be copied twice, and no copy be deleted that is to be kept", async () => {
        none(misdeeds(proxy.carriedOut, KEEP_LAST));
        const ours = (await world.account.copies()).filter((copy) => !foreign.some(({ arn }) => arn === copy.arn));
        deepEqual(names(ours), remaining(proxy.carriedOut, KEEP_LAST));
      });
      await check("has touched nothing that is not ours", async () => {
        deepEqual(await estate.foreign(), foreign);
      });
    } finally {
      proxy.stop();
    }
  },
});

/** @throws Error that lists them */
function none(wrongs: readonly string[]): void {
  if (wrongs.length > 0) throw new Error(wrongs.join("\n"));
}

function figures({ requests, faults, carriedOut }: FireProxy, { well, failed }: Campaign): string {
  const kinds = [...faults].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${count} ${name}`);
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const did = (what: string) => carriedOut.filter((one) => one.did === what).length;
  return [
    `${requests} requests, ${total} faults: ${kinds.join(", ")}`,
    `${well + failed} runs, ${failed} of them failed; ${did("copy")} copies made and ${did("delete")} deleted`,
  ]
    .map((line) => `        ${line}`)
    .join("\n");
}
