import Table from "cli-table3";
import type { DecideRecord } from "./record-schema.ts";

/** For people: a row a message. */
export function tableOf(records: readonly DecideRecord[]): string {
  const table = new Table({
    head: ["message", "subject", "folder", "answer", "ticket", "why"],
    wordWrap: true,
    // No colours: the table may go to a file.
    style: { head: [], border: [] },
    colWidths: [24, 30, 12, 24, 8, 44],
  });
  for (const record of records)
    table.push([
      record.id.slice(-60),
      record.subject.slice(0, 80),
      record.folder,
      record.acknowledge.send ? "acknowledged" : record.acknowledge.reason,
      record.ticket ?? "",
      record.reasons
        .map((reason) => reason.text)
        .join("; ")
        .slice(0, 200),
    ]);
  return table.toString();
}
