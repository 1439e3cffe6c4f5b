import { expect, test } from "@jest/globals";
import { EXIT, Stop, wrongUsage } from "../../../cli/exit";
import { type Shown, watch } from "../../../cli/status/watch";
import { type TerminalOptions, terminal } from "../terminal";

const EACH = { seconds: 30, isForPeople: true };

/** Looks until all of these were shown. */
async function watched(looks: readonly (Shown | Error)[], options: TerminalOptions = {}, watching = EACH) {
  const person = new AbortController();
  const written = { out: "", err: "" };
  const waited: number[] = [];
  let turn = 0;
  const look = async (): Promise<Shown> => {
    const one = looks[turn++];
    if (one === undefined || one instanceof Error) throw one;
    return one;
  };
  const code = await watch(
    look,
    watching,
    terminal({ ...options, interruption: person.signal }, written),
    async (milliseconds) => {
      waited.push(milliseconds);
      if (turn === looks.length) person.abort();
    },
  );
  return { code, ...written, waited };
}

const well: Shown = { text: "all are well\nLooked at 12:00.\n", code: EXIT.done };
const ill: Shown = { text: "one is ill\nLooked at 12:01.\n", code: EXIT.partly };
const FOOTER = "Looks again each 30 s. Ctrl-C ends it.\n";

test("looks again after each pause, and ends with the code of the last look", async () => {
  expect(await watched([well, ill])).toEqual({
    code: EXIT.partly,
    out: `${well.text}${FOOTER}\n${ill.text}${FOOTER}`,
    err: "",
    waited: [30_000, 30_000],
  });
  expect((await watched([ill, well])).code).toBe(EXIT.done);
});

test("clears a screen before each answer, and shows the beginning and the last line where there is no room for more", async () => {
  const long: Shown = { text: `${["top", ..."abcdefghij", "Looked at 12:00."].join("\n")}\n`, code: EXIT.done };
  const { out } = await watched([well, long], { isScreen: true, rows: 8 });
  const [, first, second] = out.split("\u001b[H\u001b[2J\u001b[3J");
  expect(first).toBe(`${well.text}${FOOTER}`);
  expect(second).toBe(`top\na\nb\nc\n… 7 more lines, without --watch\nLooked at 12:00.\n${FOOTER}`);
  expect(second?.split("\n")).toHaveLength(8);
});

test("programs get one document after the other, and nothing else", async () => {
  const json: Shown = { text: "{}\n", code: EXIT.done };
  const { out } = await watched([json, json], { isScreen: true }, { seconds: 30, isForPeople: false });
  expect(out).toBe("{}\n{}\n");
});

test("programs find why there is no answer beside the answers", async () => {
  const json: Shown = { text: "{}\n", code: EXIT.done };
  const lost = new Stop(EXIT.aws, "AWS cannot be reached in eu-west-1");
  expect(await watched([json, lost, json], {}, { seconds: 30, isForPeople: false })).toMatchObject({
    out: "{}\n{}\n",
    err: "AWS cannot be reached in eu-west-1.\n",
  });
});

test("goes on when AWS does not answer, which the code tells while it lasts", async () => {
  const lost = new Stop(EXIT.aws, "AWS cannot be reached in eu-west-1", "check the connection");
  expect(await watched([well, lost])).toMatchObject({
    code: EXIT.aws,
    out: expect.stringContaining("\n\nAWS cannot be reached in eu-west-1.\n  Check the connection.\nLooks again"),
  });
  expect((await watched([lost, well])).code).toBe(EXIT.done);
});

test("ends at once on what does not pass: wrong usage, or a fault of the program", async () => {
  await expect(watched([wrongUsage(["no"])])).rejects.toThrow("no");
  await expect(watched([new TypeError("bug")])).rejects.toThrow("bug");
});

test("ends during a look, with the code of the one before", async () => {
  const person = new AbortController();
  let turn = 0;
  const code = await watch(
    () => {
      if (turn++ === 0) return Promise.resolve(ill);
      setImmediate(() => person.abort());
      return new Promise<Shown>(() => undefined);
    },
    EACH,
    terminal({ interruption: person.signal }),
    async () => undefined,
  );
  expect(code).toBe(EXIT.partly);
});

test("ended before the first answer, it does not say that all is well", async () => {
  const person = new AbortController();
  setImmediate(() => person.abort());
  const never = () => new Promise<Shown>(() => undefined);
  expect(await watch(never, EACH, terminal({ interruption: person.signal }))).toBe(EXIT.partly);
});

test("ends in a pause", async () => {
  const person = new AbortController();
  setTimeout(() => person.abort(), 20);
  expect(await watch(async () => ill, EACH, terminal({ interruption: person.signal }))).toBe(EXIT.partly);
});
