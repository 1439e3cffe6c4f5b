// Lambda's runtime in small: loads a handler, calls it for each event (a JSON line on standard input) and ends each
// invocation with a line that starts with "\u0000", on standard output and standard error. Everything else on standard
// output is what the function logs, and on standard error what it logs of errors.
const { randomUUID } = require("node:crypto");
const { createInterface } = require("node:readline");

const [file, functionArn, timeoutSeconds] = process.argv.slice(2);
const name = functionArn.split(":").at(-1);

const end = (outcome) => {
  process.stderr.write("\u0000\n");
  process.stdout.write(`\u0000${JSON.stringify(outcome)}\n`);
};
const failure = ({ name, message, stack }) => ({ error: { name, message, stack } });

function context() {
  const deadline = Date.now() + Number(timeoutSeconds) * 1000;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: "256",
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: "1970/01/01/[$LATEST]0",
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

let cold;
createInterface({ input: process.stdin })
  .on("line", async (line) => {
    try {
      cold ??= require(file);
      // As Lambda does, whatever the result is used for: what cannot be written as JSON fails the invocation.
      end({ result: JSON.parse(JSON.stringify((await cold.handler(JSON.parse(line), context())) ?? null)) });
    } catch (error) {
      end(failure(error));
    }
  })
  .on("close", () => process.exit());
