// Loads a bundled function as Lambda does, invokes it with the event on standard input, and prints what that took.
const { performance } = require("node:perf_hooks");

async function main() {
  const [bundle, deadline] = process.argv.slice(2);
  const event = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const started = performance.now();
  const { handler } = require(bundle);
  const loaded = performance.now();
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
    loadMs: loaded - started,
    runMs: performance.now() - loaded,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    ...outcome,
  };
  process.stderr.write(`\n${JSON.stringify(figures)}\n`);
}

main();
