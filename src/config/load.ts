import { type Config, ConfigError, type MailboxConfig, Secret } from "../config.ts";
import { mailboxOf } from "./mailbox.ts";
import { type Environment, Reader } from "./reader.ts";

/** The environment's prefix of a mailbox: "front-desk" has FRONT_DESK_ADDRESS and so on. */
export function prefixOf(mailbox: string): string {
  return `${mailbox.toUpperCase().replaceAll("-", "_")}_`;
}

/** Two mailboxes on one account would each file the other's mail. */
function checkDistinct(mailboxes: readonly MailboxConfig[], readers: readonly Reader[]): void {
  const seen = new Map<string, string>();
  mailboxes.forEach((mailbox, i) => {
    const user = mailbox.imap.login?.user ?? "";
    for (const [name, key] of [
      ["ADDRESS", mailbox.address],
      ["IMAP_URL", `${user.toLowerCase()} ${mailbox.imap.host}:${mailbox.imap.port}`],
    ] as const) {
      const other = seen.get(`${name} ${key}`);
      if (other !== undefined) readers[i]?.fault(name, `is the same as that of mailbox ${other}`);
      seen.set(`${name} ${key}`, mailbox.policy.name);
    }
  });
}

/**
 * The configuration in an environment. Reads nothing else, and never changes what it is given.
 * @throws ConfigError with every fault, each with the variable's name, what is wrong and an example
 */
export function loadConfig(environment: Environment): Config {
  const reader = new Reader(environment, null);
  const names = reader.read("MAILBOXES") ?? [];
  const readers = names.length === 0 ? [reader.of("")] : names.map((name) => reader.of(prefixOf(name)));
  const mailboxes = readers
    .map((one, i) => mailboxOf(names[i] ?? null, one))
    .filter((mailbox) => mailbox !== null);
  checkDistinct(mailboxes, readers);
  const databaseUrl = reader.read("DATABASE_URL");
  const secret = reader.read("SECRET");
  const config: Config = {
    databaseUrl: databaseUrl === null ? null : new Secret(databaseUrl),
    dataDir: reader.read("DATA_DIR") ?? "./var",
    secret: secret === null ? null : new Secret(secret),
    logLevel: reader.read("LOG_LEVEL") ?? "info",
    templatesDir: reader.read("TEMPLATES_DIR"),
    classifier: reader.read("CLASSIFIER") ?? "linear",
    leaseSeconds: reader.read("LEASE_SECONDS") ?? 30,
    publicUrl: reader.read("PUBLIC_URL"),
    web: webServer(reader),
    mailboxes,
  };
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return deepFreeze(config);
}

/** Behind a public URL there has to be a server. */
function webServer(reader: Reader): Config["web"] {
  const host = reader.read("WEB_HOST") ?? "127.0.0.1";
  if (!reader.has("WEB_PORT") && !reader.has("PUBLIC_URL")) return null;
  return { host, port: reader.read("WEB_PORT") ?? 8080 };
}

function deepFreeze<T>(thing: T): T {
  if (typeof thing !== "object" || thing === null || Object.isFrozen(thing)) return thing;
  for (const inner of Object.values(thing)) deepFreeze(inner);
  return Object.freeze(thing);
}
