import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from "pino";
import type { Config } from "../config.ts";

/** Secrets and mail content, wherever a caller might pass them by mistake; one level deep too. */
const hidden = [
  ...[
    "password",
    "pass",
    "secret",
    "token",
    "accessToken",
    "refreshToken",
    "clientSecret",
    "authorization",
    "auth",
  ],
  ...["subject", "text", "replyText", "html", "body", "source", "raw", "headers"],
].flatMap((key) => [key, `*.${key}`]);

/** A URL's user and password, in the message of an error of some library. */
function withoutUserinfo(text: string): string {
  return text.slice(0, 500).replaceAll(/:\/\/[^\s/]*@/g, "://[secret]@");
}

function textOf(error: object, key: string): string | undefined {
  const text: unknown = Reflect.get(error, key);
  return typeof text === "string" || typeof text === "number" ? String(text).slice(0, 100) : undefined;
}

/** Of an error only what helps: libraries hang sockets, commands and credentials on theirs. */
function errorFields(error: unknown): Readonly<Record<string, unknown>> | unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? withoutUserinfo(error) : error;
  const code = textOf(error, "code");
  const cause = error.cause instanceof Error ? withoutUserinfo(error.cause.message) : undefined;
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: withoutUserinfo(error.message),
    ...(cause === undefined ? {} : { cause }),
    at: error.stack
      ?.split("\n")
      .find((line) => /^\s+at .*\/src\//.test(line))
      ?.trim(),
  };
}

function written(value: unknown): string {
  return typeof value === "string" && /^[\w@.<>:/+-]+$/.test(value) ? value : JSON.stringify(value);
}

/** For a person at a terminal: time, level, event, then the fields. */
function plainLine(json: string): string {
  const { time, level, event, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${written(value)}`);
  return `${[String(time).slice(11, 19), String(level).padEnd(5), String(event), ...rest].join(" ")}\n`;
}

/**
 * The log: one JSON object a line on stdout (`time`, `level`, `event`, then ids and codes); plain lines where stdout
 * is a terminal.
 * @param to where the lines go instead of stdout
 */
export function openLog(level: Config["logLevel"], to?: DestinationStream): Logger {
  const terminal: DestinationStream = { write: (json) => process.stdout.write(plainLine(json)) };
  const stream = to ?? (process.stdout.isTTY ? terminal : destination({ dest: 1, sync: true }));
  const options = {
    level,
    base: null,
    messageKey: "event",
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorFields, error: errorFields },
    redact: { paths: hidden, censor: "[hidden]" },
  };
  return pino(options, stream);
}
