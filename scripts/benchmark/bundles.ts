import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { buildSync } from "esbuild";
import { BUNDLES } from "../../handlers/core/deployment";
import { terraformModule } from "../../modules/terraform-module";
import { environment } from "./environment";
import { invoke, unpack } from "./function";
import { kb, row } from "./print";

const KEEP_LAST = 7;

/** What the functions weigh and take to load, beside a bare RDS client, and what the module takes to synthesise. */
export async function bundles(): Promise<void> {
  for (const name of BUNDLES) {
    const { bytes, zipped } = unpack(name);
    row(`Bundle ${name}`, `${kb(bytes)} code, ${kb(zipped)} zip with source map`);
  }
  const bare = bareClient();
  const sweep = unpack("sweep").code;
  const loads = await alternately(
    15,
    () => load(bare),
    () => load(sweep),
  );
  row(
    "Module load, median",
    `${loads.b.toFixed(0)} ms of a processor; a bare RDS client ${loads.a.toFixed(0)} ms: ${(loads.b / loads.a).toFixed(2)}×`,
  );
  row("Synth of the module, median", `${synthMs().toFixed(0)} ms in a warm process`);
}

/** A bundle that only makes an RDS client, to compare with. */
function bareClient(): string {
  const outfile = join(mkdtempSync(join(tmpdir(), "benchmark-")), "bare.js");
  const contents = `import { RDSClient } from "@aws-sdk/client-rds"; export const client = new RDSClient({});`;
  buildSync({
    stdin: { contents, resolveDir: __dirname },
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
  });
  return outfile;
}

const load = async (code: string): Promise<number> => (await invoke(code, environment(KEEP_LAST), null)).loadMs;

/** Medians of two things measured in turn, so that a machine that slows down slows both. */
async function alternately(times: number, first: () => Promise<number>, second: () => Promise<number>) {
  const a: number[] = [];
  const b: number[] = [];
  for (let n = 0; n < times; n++) {
    a.push(await first());
    b.push(await second());
  }
  return { a: median(a), b: median(b) };
}

function median(values: number[]): number {
  return values.sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function synthMs(): number {
  const times: number[] = [];
  for (let n = 0; n < 7; n++) {
    const started = performance.now();
    terraformModule();
    times.push(performance.now() - started);
  }
  return median(times);
}
