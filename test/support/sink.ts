import { once } from "node:events";
import { SMTPServer } from "smtp-server";

interface SinkMessage {
  readonly mailFrom: string;
  readonly to: readonly string[];
  readonly source: string;
}

export interface Sink {
  readonly port: number;
  readonly messages: SinkMessage[];
  /** Called before each message is accepted; a returned SMTP reply code refuses it. */
  refuse: ((message: SinkMessage) => number | null) | null;
  /** Recipients that the server says it does not know, for good. */
  readonly unknown: Set<string>;
  /** Called once a message was accepted and before the client hears it. */
  accepted: ((message: SinkMessage) => void) | null;
  /** Resolves as soon as `count` messages have come. */
  received(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** An SMTP server on loopback that keeps what it is sent. */
export async function startSink(): Promise<Sink> {
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const refusal = Object.assign(new Error("5.1.1 no such user"), { responseCode: 550 });
      done(sink.unknown.has(address) ? refusal : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const from = session.envelope.mailFrom;
        const message = {
          mailFrom: from === false ? "" : from.address,
          to: session.envelope.rcptTo.map((one) => one.address),
          source: Buffer.concat(chunks).toString("utf8"),
        };
        const code = sink.refuse?.(message) ?? null;
        if (code !== null)
          return done(Object.assign(new Error("refused by the test"), { responseCode: code }));
        sink.messages.push(message);
        sink.accepted?.(message);
        for (const check of waiting) check();
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const address = server.server.address();
  const sink: Sink = {
    port: typeof address === "object" && address !== null ? address.port : 0,
    messages: [],
    refuse: null,
    unknown: new Set(),
    accepted: null,
    received: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (sink.messages.length < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return sink;
}
