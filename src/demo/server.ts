import type { AddressInfo, Server, Socket } from "node:net";
import type { Hoodiecrow } from "hoodiecrow-imap";
import type { SMTPServer } from "smtp-server";

/** A message that the embedded SMTP server took. */
interface SentMessage {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: Buffer;
}

/** A mail server on loopback, in this process and its memory, with one mailbox. */
export interface EmbeddedServer {
  readonly host: "127.0.0.1";
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly user: string;
  readonly password: string;
  /** Puts a message into INBOX and announces it to whoever idles. */
  deliver(raw: string | Uint8Array): Promise<void>;
  /** What was sent through the SMTP server so far, oldest first. */
  sent(): readonly SentMessage[];
  /** Resolves as soon as `count` messages were sent. */
  sentCount(count: number): Promise<void>;
  stop(): Promise<void>;
}

const USER = "support@shop.example";
const PASSWORD = "demo";
const EXTENSIONS = ["ID", "NAMESPACE", "IDLE", "LITERALPLUS", "UNSELECT", "SPECIAL-USE", "MOVE", "UIDPLUS"];

const special = (use: string): object => ({ "special-use": use, subscribed: true });

/** @param extensions IMAP extensions that it is to announce, by hoodiecrow's names */
export async function startEmbedded(extensions: readonly string[] = EXTENSIONS): Promise<EmbeddedServer> {
  const imap = await createImap(extensions);
  const sockets = new Set<Socket>();
  imap.connectionHandlers.push(({ socket }) => {
    // It writes each line by itself: with Nagle's algorithm a command takes 40 ms.
    socket.setNoDelay(true);
    sockets.add(socket);
  });
  const sent: SentMessage[] = [];
  const waiting = new Set<() => void>();
  const smtp = await createSmtp((message) => {
    sent.push(message);
    for (const wake of [...waiting]) wake();
  });
  const imapPort = await listen(imap.server);
  const smtpPort = await listen(smtp.server);
  return {
    host: "127.0.0.1",
    imapPort,
    smtpPort,
    user: USER,
    password: PASSWORD,
    deliver: (raw) => deliver(imap, raw),
    sent: () => [...sent],
    async sentCount(count) {
      while (sent.length < count) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => imap.server.close(() => resolve()));
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

/**
 * hoodiecrow-imap is a development dependency: an installation without it has no demo. Its quirks that matter here:
 * - messages are strings of one character an octet, kept some 35 times in memory once fetched: small boxes only;
 * - with PERMANENTFLAGS it lists each keyword in use beside `\*`;
 * - a folder that is deleted and made again gets a UIDVALIDITY derived from its old UIDNEXT, INBOX keeps 1 for ever;
 * - it announces COPYUID in an untagged OK before the EXPUNGEs of a MOVE, and EXPUNGEs one by one;
 * - a missing folder is answered by BAD or by a NO without a response code.
 */
async function createImap(extensions: readonly string[]): Promise<Hoodiecrow> {
  const { default: hoodiecrow } = await import("hoodiecrow-imap").catch((cause) => {
    throw new Error("the embedded mail server needs a package: npm install hoodiecrow-imap", { cause });
  });
  return hoodiecrow({
    plugins: [...extensions],
    users: { [USER]: { password: PASSWORD } },
    storage: {
      INBOX: {},
      "": {
        separator: "/",
        folders: {
          Sent: special("\\Sent"),
          Drafts: special("\\Drafts"),
          Junk: special("\\Junk"),
          Trash: special("\\Trash"),
          Archive: special("\\Archive"),
        },
      },
    },
  });
}

async function deliver(imap: Hoodiecrow, raw: string | Uint8Array): Promise<void> {
  const octets = Buffer.from(raw);
  // A moment's delay, as any delivery has: whoever delivers and then waits does not find it there already.
  await new Promise((resolve) => setImmediate(resolve));
  imap.appendMessage("INBOX", [], new Date(), octets.toString("latin1"));
}

async function createSmtp(accept: (message: SentMessage) => void): Promise<SMTPServer> {
  const { SMTPServer: Smtp } = await import("smtp-server");
  return new Smtp({
    disabledCommands: ["STARTTLS", "AUTH"],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        accept({
          envelope: { from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address) },
          raw: Buffer.concat(chunks),
        });
        done();
      });
    },
  });
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(isPort(address) ? address.port : 0);
    });
  });
}

const isPort = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === "object" && address !== null;
