// Loads a bundled function as Lambda does, invokes it with the event on standard input, and prints what that took.
const { performance } = require("node:perf_hooks");

/** Milliseconds of processor that this process has used, all its threads together. */
const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Holds the process to its share of a processor, as Lambda does: whenever it has had more than that, it stands still until it has not.
 * Time that it waited for an answer is not saved up for later, as Lambda counts by periods of some 20 ms.
 */
function keepTo(share) {
  const still = new Int32Array(new SharedArrayBuffer(4));
  const PERIOD = 20;
  let [lastTime, lastUsed] = [performance.now(), processor()];
  let owed = 0;
  setInterval(() => {
    const [time, used] = [performance.now(), processor()];
    owed += used - lastUsed - share * (time - lastTime);
    owed = Math.max(owed, -share * PERIOD);
    if (owed > 0) {
      Atomics.wait(still, 0, 0, owed / share);
      owed = 0;
    }
    [lastTime, lastUsed] = [performance.now(), processor()];
  }, PERIOD / 4).unref();
}

async function main() {
  const [bundle, deadline, share] = process.argv.slice(2);
  const event = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const started = processor();
  const { handler } = require(bundle); // Lambda gives a function a whole processor while it loads
  const loaded = performance.now();
  const before = processor();
  if (share !== undefined) keepTo(Number(share));
  const end = loaded + Number(deadline);
  const context = {
    functionName: "benchmark",
    awsRequestId: "benchmark",
    memoryLimitInMB: "256",
    invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:benchmark",
    getRemainingTimeInMillis: () => end - performance.now(),
  };
  const outcome = event === null ? {} : { report: await handler(event, context) };
  const figures = {
    loadMs: before - started,
    runMs: performance.now() - loaded,
    cpuMs: processor() - before,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    ...outcome,
  };
  process.stderr.write(`\n${JSON.stringify(figures)}\n`);
}

main();
