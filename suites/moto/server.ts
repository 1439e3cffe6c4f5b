import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const START_UP_MS = 60_000;

export interface Server {
  readonly endpoint: string;
  stop(): void;
}

/**
 * Starts moto's server and waits until it listens.
 *
 * @param interpreter Python that has moto
 * @param env additional environment of the server
 * @throws Error with what the server said if it ends or does not listen within a minute
 */
export async function startServer(interpreter: string, env: Readonly<Record<string, string>>): Promise<Server> {
  const server = spawn(interpreter, [join(__dirname, "server.py")], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // One line for each request, and the traceback of a crash: kept for when it is needed.
  let log = "";
  server.stderr.on("data", (data: Buffer) => {
    log = (log + data.toString()).slice(-20_000);
  });
  const endpoint = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => {
      server.kill("SIGKILL");
      reject(new Error(`moto's server ${why}\n${log}`));
    };
    const timer = setTimeout(() => fail(`does not listen after ${START_UP_MS / 1000} s`), START_UP_MS);
    server.once("error", (error) => fail(`cannot be started: ${error.message}`));
    server.once("exit", (code) => fail(`ended with code ${code}`));
    createInterface({ input: server.stdout }).once("line", (line) => {
      clearTimeout(timer);
      const [, url] = /^listening on (.+)$/.exec(line) ?? [];
      if (url === undefined) fail(`said "${line}"`);
      else resolve(url);
    });
  });
  return { endpoint, stop: () => server.kill("SIGKILL") };
}
