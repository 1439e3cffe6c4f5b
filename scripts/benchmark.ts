import { bundles } from "./benchmark/bundles";
import { copySlots } from "./benchmark/copy-slots";
import { followUps } from "./benchmark/follow-ups";
import { order } from "./benchmark/order";
import { runs } from "./benchmark/runs";
import { scale } from "./benchmark/scale";
import { status } from "./benchmark/status";
import { told } from "./benchmark/told";

/**
 * Prints the figures of docs/measurements.md; with names of sections, only those: `npm run benchmark -- copy-slots`. Times depend on the machine;
 * quote counts and ratios.
 */
const SECTIONS: Readonly<Record<string, () => Promise<void>>> = {
  runs,
  bundles,
  "follow-ups": followUps,
  "copy-slots": copySlots,
  order,
  scale,
  status,
  told,
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in SECTIONS));
  if (unknown.length > 0)
    throw new Error(`no section ${unknown.join(", ")}: there are ${Object.keys(SECTIONS).join(", ")}`);
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`\n${name}`);
    await section();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
