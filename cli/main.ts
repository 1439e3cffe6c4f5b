import { EXIT } from "./exit";
import { run } from "./run";
import { processTerminal } from "./terminal";

// What the SDK says of versions of Node is for those who choose one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// `… --list | head` closes the pipe early: who does that has read enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});

run(process.argv.slice(2), processTerminal(process)).then((code) => {
  process.exitCode = code;
});
