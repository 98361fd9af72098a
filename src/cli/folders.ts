import { connectInbox } from "../imap/connect.ts";
import { ensureFolders } from "../imap/folders.ts";
import { FOLDER_ROLES } from "../policy/decision.ts";
import { readConfig } from "./house.ts";

/** `foyer folders`: role, path and number of messages; missing ones are named, or made with --create. */
export async function folders(options: {
  readonly create?: boolean;
  readonly json?: boolean;
}): Promise<void> {
  for (const mailbox of readConfig().mailboxes) {
    const inbox = await connectInbox(mailbox.imap);
    try {
      if (options.create) await ensureFolders(inbox, mailbox.folders);
      const paths = new Set((await inbox.list()).map((folder) => folder.path));
      const rows = [];
      for (const role of FOLDER_ROLES) {
        const path = [...paths].find((one) => sameFolder(one, mailbox.folders[role])) ?? null;
        const messages = path === null ? null : (await inbox.open(path)).exists;
        rows.push({ mailbox: mailbox.policy.name, role, path, messages });
      }
      for (const row of rows)
        process.stdout.write(
          options.json
            ? `${JSON.stringify(row)}\n`
            : `${row.role.padEnd(10)} ${row.path ?? "missing (foyer folders --create)"}${row.messages === null ? "" : `  ${row.messages}`}\n`,
        );
    } finally {
      await inbox.close();
    }
  }
}

/** Paths end in the configured names, whatever delimiter and namespace the server has. */
function sameFolder(path: string, segments: readonly string[]): boolean {
  const last = segments.at(-1);
  if (last === undefined) return path.toUpperCase() === "INBOX";
  return path === last || path.endsWith(`/${last}`) || path.endsWith(`.${last}`);
}
