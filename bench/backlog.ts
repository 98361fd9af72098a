import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fill, type Ground } from "./ground.ts";
import { bare, parsing, plain, sparing } from "./plain.ts";
import { processorOf } from "./processor.ts";

/** Messages that warm a contender up: code is compiled as it runs, and foyer's parser is a thread of its own. */
const WARMING = 400;

const CONTENDERS = [bare.name, parsing.name, plain.name, sparing.name, "foyer"] as const;
const SHOWN: Readonly<Record<string, string>> = {
  foyer: "foyer: fetch, parse, decide, commit, file, acknowledge",
};

interface Drained {
  readonly milliseconds: number;
  /** Milliseconds of processor time, user and system, of the contender's process. */
  readonly processor: number;
}

/** Milliseconds of processor time of the servers meanwhile. */
type Served = Readonly<Record<keyof Ground["servers"], number>>;

interface Run extends Drained {
  readonly served: Served;
  readonly over: Over;
}

/** The whole pass, with what comes after draining. */
interface Over {
  readonly milliseconds: number;
  /** Megabytes at its end. */
  readonly resident: number;
}

/** Drains the backlog with each contender in turn, `rounds` times; Markdown, medians. */
export async function reportBacklog(
  ground: Ground,
  mails: readonly Buffer[],
  { rounds, onStep }: { readonly rounds: number; readonly onStep: (step: string) => void },
): Promise<string> {
  const runs = new Map<string, Run[]>();
  for (let round = 1; round <= rounds; round++)
    for (const name of CONTENDERS) {
      const run = await drain(ground, name, mails);
      runs.set(name, [...(runs.get(name) ?? []), run]);
      const speed = (mails.length * 1000) / run.milliseconds;
      const spent = Object.entries({ itself: run.processor, ...run.served })
        .map(([who, milliseconds]) => `${who} ${(milliseconds / mails.length).toFixed(2)}`)
        .join(", ");
      onStep(`round ${round} of ${rounds}: ${name}: ${speed.toFixed(0)}/s; ms a message: ${spent}`);
    }
  const speeds = CONTENDERS.map((name) =>
    median((runs.get(name) ?? []).map((run) => (mails.length * 1000) / run.milliseconds)),
  );
  const [toBare = 1, toParsing = 1, toPlain = 1] = speeds;
  const rows = CONTENDERS.map((name, index) => {
    const speed = speeds[index] ?? Number.NaN;
    const spent = (of: (run: Run) => number): string =>
      median((runs.get(name) ?? []).map((run) => of(run) / mails.length)).toFixed(2);
    const processor = [
      spent((run) => run.processor),
      spent(({ processor, served }) => processor + served.dovecot + served.postgres + served.sink),
    ];
    const ratios = [toBare, toParsing, toPlain].map((other) => (speed / other).toFixed(2));
    return `| ${[SHOWN[name] ?? name, speed.toFixed(0), ...ratios, ...processor].join(" | ")} |`;
  });
  const megabytes = mails.reduce((sum, mail) => sum + mail.length, 0) / 1_000_000;
  return [
    `### A backlog of ${mails.length} messages, ${megabytes.toFixed(0)} MB (median of ${rounds})`,
    "",
    "| | messages a second | to the bare loop | to fetch + mailparser | to the plain loop | its processor time, ms a message | with the servers |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "| | messages a second until the pass is over | resident at its end |",
    "| --- | --- | --- |",
    ...CONTENDERS.map((name) => {
      const ends = (runs.get(name) ?? []).map((run) => run.over);
      const speed = median(ends.map(({ milliseconds }) => (mails.length * 1000) / milliseconds));
      const resident = median(ends.map((end) => end.resident));
      return `| ${SHOWN[name] ?? name} | ${speed.toFixed(0)} | ${resident.toFixed(0)} MB |`;
    }),
  ].join("\n");
}

/** On a fresh mailbox and a fresh database, warmed up with other messages. */
export async function drain(ground: Ground, name: string, mails: readonly Buffer[]): Promise<Run> {
  const { dovecot, sinkPort } = ground;
  const user = dovecot.user();
  const child = fork(new URL("./contender.ts", import.meta.url).pathname, [name], {
    stdio: ["ignore", process.env.GCLOG ? "inherit" : "ignore", "inherit", "ipc"],
  });
  child.send({ imapPort: dovecot.imapPort, user, database: await ground.createDatabase(), sinkPort });
  await answer(child);
  const warming = mails
    .slice(0, WARMING)
    .map((mail) => Buffer.from(mail.toString("latin1").replaceAll("bench-", "warm-"), "latin1"));
  let drained: Drained = { milliseconds: Number.NaN, processor: Number.NaN };
  let served = servedBy(ground);
  let over: Over = { milliseconds: Number.NaN, resident: Number.NaN };
  for (const some of [warming, mails]) {
    await fill(ground, user, some);
    const before = servedBy(ground);
    child.send({ count: some.length });
    drained = (await answer(child)) as Drained;
    const after = servedBy(ground);
    served = {
      dovecot: after.dovecot - before.dovecot,
      postgres: after.postgres - before.postgres,
      sink: after.sink - before.sink,
    };
    over = (await answer(child)) as Over;
  }
  child.send({ count: 0 });
  await once(child, "exit");
  return { ...drained, served, over };
}

function servedBy({ servers: { dovecot, postgres, sink } }: Ground): Served {
  return {
    dovecot: processorOf([dovecot]),
    postgres: processorOf([postgres]),
    sink: processorOf([sink]),
  };
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
