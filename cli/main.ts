import { run } from "./run";
import { processTerminal } from "./terminal";

// What the SDK says of versions of Node is for those who choose one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// `… | head` closes the pipe early. Nobody reads what is left to say, but what was begun is done, and the exit code is that of it.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

run(process.argv.slice(2), processTerminal(process)).then((code) => {
  process.exitCode = code;
});
