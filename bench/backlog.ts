import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fill, type Ground } from "./ground.ts";
import { bare, parsing, plain } from "./plain.ts";

/** Messages that warm a contender up: code is compiled as it runs, and foyer's parser is a thread of its own. */
const WARMING = 400;

const CONTENDERS = [bare.name, parsing.name, plain.name, "foyer"] as const;
const SHOWN: Readonly<Record<string, string>> = {
  foyer: "foyer: fetch, parse, decide, commit, file, acknowledge",
};

interface Drained {
  readonly milliseconds: number;
  /** Milliseconds of processor time, user and system, of the contender's process. */
  readonly processor: number;
}

/** Drains the backlog with each contender in turn, `rounds` times; Markdown, medians. */
export async function reportBacklog(
  ground: Ground,
  mails: readonly Buffer[],
  { rounds, onStep }: { readonly rounds: number; readonly onStep: (step: string) => void },
): Promise<string> {
  const runs = new Map<string, Drained[]>();
  for (let round = 1; round <= rounds; round++)
    for (const name of CONTENDERS) {
      const run = await drain(ground, name, mails);
      runs.set(name, [...(runs.get(name) ?? []), run]);
      const speed = (mails.length * 1000) / run.milliseconds;
      onStep(`round ${round} of ${rounds}: ${name}: ${speed.toFixed(0)}/s`);
    }
  const speeds = CONTENDERS.map((name) =>
    median((runs.get(name) ?? []).map((run) => (mails.length * 1000) / run.milliseconds)),
  );
  const [toBare = 1, toParsing = 1, toPlain = 1] = speeds;
  const rows = CONTENDERS.map((name, index) => {
    const speed = speeds[index] ?? Number.NaN;
    const processor = median((runs.get(name) ?? []).map((run) => run.processor / mails.length));
    const ratios = [toBare, toParsing, toPlain].map((other) => (speed / other).toFixed(2));
    return `| ${[SHOWN[name] ?? name, speed.toFixed(0), ...ratios, processor.toFixed(2)].join(" | ")} |`;
  });
  const megabytes = mails.reduce((sum, mail) => sum + mail.length, 0) / 1_000_000;
  return [
    `### A backlog of ${mails.length} messages, ${megabytes.toFixed(0)} MB (median of ${rounds})`,
    "",
    "| | messages a second | to the bare loop | to fetch + mailparser | to the plain loop | its processor time, ms a message |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** On a fresh mailbox and a fresh database, warmed up with other messages. */
async function drain(ground: Ground, name: string, mails: readonly Buffer[]): Promise<Drained> {
  const { dovecot, sinkPort } = ground;
  const user = dovecot.user();
  const child = fork(new URL("./contender.ts", import.meta.url).pathname, [name], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.send({ imapPort: dovecot.imapPort, user, database: await ground.createDatabase(), sinkPort });
  await answer(child);
  const warming = mails
    .slice(0, WARMING)
    .map((mail) => Buffer.from(mail.toString("latin1").replaceAll("bench-", "warm-"), "latin1"));
  let drained: Drained = { milliseconds: Number.NaN, processor: Number.NaN };
  for (const some of [warming, mails]) {
    await fill(ground, user, some);
    child.send({ count: some.length });
    drained = (await answer(child)) as Drained;
  }
  child.send({ count: 0 });
  await once(child, "exit");
  return drained;
}

async function answer(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`a contender ended with ${code}`);
  });
  const [message] = await Promise.race([once(child, "message"), ended]);
  ended.catch(() => undefined);
  return message;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
