import type { ImapFlow, MailboxObject } from "imapflow";
import { PermanentError, TemporaryError } from "../errors.ts";
import { commandError, type Failure, readFailure } from "./failure.ts";

/** Who waits for mail in which folder, and what was announced since somebody last looked. */
interface Watch {
  /** The server has announced mail that nobody has asked for yet. */
  news: boolean;
  /** UIDNEXT when somebody last looked; mail that came while another folder was selected is at or above it. */
  uidNext: number;
}

const FRESH_MS = 1_000;

/**
 * One IMAP connection, one command after the other. imapflow reports most failures as `false` and tells the reason
 * to its logger only: `report` is that logger's ear, and `run` turns both into errors.
 */
export class Session {
  readonly client: ImapFlow;
  readonly deadlineMs: number;
  readonly closed: Promise<void>;
  /** Told when the server announces mail or IDLE ends. */
  readonly listeners = new Set<() => void>();
  readonly #watches = new Map<string, Watch>();
  #tail: Promise<unknown> = Promise.resolve();
  #refusal: Failure | null = null;
  #turns = 0;
  #selected = { turn: -2, at: 0 };
  #gone: string | null = null;

  constructor(client: ImapFlow, deadlineMs: number) {
    this.client = client;
    this.deadlineMs = deadlineMs;
    this.closed = new Promise((resolve) => {
      // imapflow emits `close` without `error` when the server dies in IDLE, and an unheard `error` ends the process.
      client.on("error", (error) => {
        this.#gone ??= readFailure(error).message;
      });
      client.on("close", () => {
        this.#gone ??= "the server closed it";
        this.tell();
        resolve();
      });
    });
    client.on("exists", ({ path, count, prevCount }) => {
      if (count > prevCount) this.watch(path).news = true;
      this.tell();
    });
  }

  get isClosed(): boolean {
    return this.#gone !== null;
  }

  tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  watch(path: string): Watch {
    const known = this.#watches.get(path);
    if (known !== undefined) return known;
    const watch = { news: false, uidNext: 0 };
    this.#watches.set(path, watch);
    return watch;
  }

  /** For imapflow's logger: the reason behind the `false` that is about to be returned. */
  report(error: unknown): void {
    this.#refusal = readFailure(error);
  }

  /**
   * The refusal since the last time this was asked, and forgets it. imapflow takes a NO that says "Some of the
   * requested messages no longer exist" for success, whatever the command: it only shows here.
   */
  takeRefusal(): Failure | null {
    const refusal = this.#refusal;
    this.#refusal = null;
    return refusal;
  }

  lost(): TemporaryError {
    return new TemporaryError(`the IMAP connection is gone: ${this.#gone ?? "closed"}`);
  }

  /** The error behind a `false`. */
  refused(doing: string): Error {
    if (this.isClosed || !this.client.usable) return this.lost();
    return commandError(this.#refusal ?? readFailure(new Error("the server refused")), doing);
  }

  /**
   * Does `work` alone on the connection, within the deadline, after which the connection is closed: a stalled
   * server would otherwise hold us for minutes. `doing` completes "could not …".
   * @param folder where this folder is missing, a refusal becomes PermanentError("no-such-folder")
   */
  run<T>(doing: string, work: (client: ImapFlow) => Promise<T>, folder?: string): Promise<T> {
    const turn = this.#tail.then(() =>
      this.#bounded(doing, (client) =>
        work(client).catch(async (error: unknown) => {
          throw await this.#blame(this.#translate(error, doing), folder);
        }),
      ),
    );
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #bounded<T>(doing: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    if (this.isClosed) throw this.lost();
    this.#refusal = null;
    this.#turns++;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#gone ??= `no answer within ${this.deadlineMs} ms`;
        reject(new TemporaryError(`could not ${doing}: no answer within ${this.deadlineMs} ms`));
        this.client.close();
      }, this.deadlineMs);
    });
    try {
      return await Promise.race([work(this.client), deadline]);
    } catch (error) {
      throw this.#translate(error, doing);
    } finally {
      clearTimeout(timer);
    }
  }

  #translate(error: unknown, doing: string): unknown {
    if (error instanceof Error && (error.name === "TemporaryError" || error.name === "PermanentError"))
      return error;
    const failure = readFailure(error);
    // Only an answer of the server counts as one: what a dying connection throws has no status.
    if (failure.status === null && (this.isClosed || !this.client.usable)) return this.lost();
    return commandError(failure, doing);
  }

  /** Not every server tells by [TRYCREATE] or [NONEXISTENT] that a folder is missing. */
  async #blame(error: unknown, folder: string | undefined): Promise<unknown> {
    if (!(error instanceof PermanentError) || error.code !== "refused" || folder === undefined) return error;
    if (this.isClosed || (await this.client.list()).some(({ path }) => path === folder)) return error;
    return new PermanentError("no-such-folder", error.message);
  }

  /** SELECTs unless selected already. To be called within {@link run}. */
  async select(path: string): Promise<MailboxObject> {
    const { mailbox } = this.client;
    if (mailbox !== false && mailbox.path === path) return mailbox;
    return this.reselect(path);
  }

  /** What the server has told of the selected folder is what it has now: nothing was done since it was SELECTed. */
  get isFresh(): boolean {
    return this.#turns - this.#selected.turn <= 1 && performance.now() - this.#selected.at < FRESH_MS;
  }

  /** SELECTs anew, for a fresh UIDVALIDITY and UIDNEXT. To be called within {@link run}. */
  async reselect(path: string): Promise<MailboxObject> {
    const opened = await this.client.mailboxOpen(path);
    if (!opened) throw this.refused(`open ${path}`);
    this.#selected = { turn: this.#turns, at: performance.now() };
    const watch = this.watch(opened.path);
    if (watch.uidNext > 0 && opened.uidNext > watch.uidNext) watch.news = true;
    return opened;
  }
}
