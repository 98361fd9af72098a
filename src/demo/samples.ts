import { readFileSync } from "node:fs";
import type { Disposition, FolderRole } from "../policy/decision.ts";

/** What a sample should come out as. `reason` is the code of the refusal where it gets no answer. */
interface Expectation {
  readonly folder: FolderRole;
  readonly disposition: Disposition;
  readonly acknowledged: boolean;
  readonly reason?: string;
}

export interface Sample {
  /** Name of the file in samples/. */
  readonly file: string;
  readonly expect: Expectation;
}

/** The address that the samples are written to. */
export const SAMPLE_ADDRESS = "support@example.com";

/** Who works there; one of them forwards a customer's mail. */
export const SAMPLE_AGENTS: readonly string[] = ["anna@example.com"];

/** The server whose Authentication-Results the samples carry. */
export const SAMPLE_AUTHSERV_ID = "mx.example.com";

/** The VIP list, in the form in which it is kept. */
export const SAMPLE_VIPS: readonly { readonly match: string; readonly name: string }[] = [
  { match: "@northwind-clinic.example", name: "Northwind Clinic" },
  { match: "helena.roth@example.org", name: "Helena Roth" },
];

const answered = (folder: FolderRole): Expectation => ({ folder, disposition: "human", acknowledged: true });
const held = (folder: FolderRole, reason: string): Expectation => ({
  folder,
  disposition: "human",
  acknowledged: false,
  reason,
});
const automatic = (disposition: Disposition, reason: string): Expectation => ({
  folder: "automatic",
  disposition,
  acknowledged: false,
  reason,
});

/** The sample messages in the order of their arrival. */
export const samples: readonly Sample[] = [
  { file: "01-outage-shop-down.eml", expect: answered("urgent") },
  { file: "02-question-yearly-plan.eml", expect: answered("queue") },
  { file: "03-complaint-delivery-late.eml", expect: answered("today") },
  { file: "04-angry-refund-refused.eml", expect: answered("vocal") },
  { file: "05-quietly-unhappy.eml", expect: answered("silent") },
  { file: "06-change-address.eml", expect: answered("queue") },
  { file: "07-vip-complaint.eml", expect: answered("vip") },
  { file: "08-vip-unverified.eml", expect: answered("vip") },
  { file: "09-praise-support.eml", expect: answered("happy") },
  { file: "10-praise-quick-repair.eml", expect: answered("happy") },
  { file: "11-sales-pitch.eml", expect: answered("low") },
  { file: "12-job-application.eml", expect: answered("low") },
  { file: "13-question-invoice-phone.eml", expect: answered("queue") },
  { file: "14-account-hacked.eml", expect: answered("urgent") },
  { file: "15-angry-courier-lies.eml", expect: answered("vocal") },
  { file: "16-leaving-quietly.eml", expect: answered("silent") },
  { file: "17-add-user-html-only.eml", expect: answered("queue") },
  { file: "18-payments-down.eml", expect: answered("urgent") },
  { file: "19-praise-course.eml", expect: answered("happy") },
  { file: "20-invoice-copy.eml", expect: answered("queue") },
  { file: "21-unhappy-softly.eml", expect: answered("silent") },
  { file: "22-bounce.eml", expect: automatic("bounce", "delivery-status") },
  { file: "23-out-of-office.eml", expect: automatic("autoresponse", "auto-submitted") },
  { file: "24-newsletter.eml", expect: automatic("list", "mailing-list") },
  { file: "25-calendar-accepted.eml", expect: automatic("calendar", "calendar-reply") },
  { file: "26-read-receipt.eml", expect: automatic("receipt", "read-receipt") },
  { file: "27-dmarc-report.eml", expect: automatic("report", "dmarc-report") },
  { file: "28-spam.eml", expect: automatic("spam", "spam-verdict") },
  { file: "29-own-loop.eml", expect: automatic("own", "own-address") },
  { file: "30-shipping-notice.eml", expect: automatic("bulk", "noreply-address") },
  { file: "31-frequent-1.eml", expect: answered("queue") },
  { file: "32-frequent-2.eml", expect: answered("queue") },
  { file: "33-frequent-3.eml", expect: answered("queue") },
  { file: "34-frequent-4.eml", expect: held("queue", "address-budget") },
  { file: "35-frequent-5.eml", expect: held("frequent", "address-budget") },
  { file: "36-duplicate-delivery.eml", expect: held("queue", "duplicate-delivery") },
  { file: "37-follow-up.eml", expect: held("today", "ticket-acknowledged") },
  { file: "38-answer-before-question.eml", expect: answered("queue") },
  { file: "39-question-arrives-after.eml", expect: held("queue", "ticket-acknowledged") },
  { file: "40-forwarded-by-agent.eml", expect: answered("queue") },
  { file: "41-bereavement.eml", expect: answered("today") },
  { file: "42-empty-subject.eml", expect: answered("queue") },
  { file: "43-blind-copy.eml", expect: held("queue", "not-addressed") },
  {
    file: "44-hostile-nesting.eml",
    expect: { folder: "attention", disposition: "unparsable", acknowledged: false, reason: "unparsable" },
  },
];

/** When the last of the samples was written, by their Date fields. */
export const SAMPLES_WRITTEN = new Date("2026-11-16T13:10:00Z");

/** Octets of a sample, as they are on disk; the same from src/ and from dist/. */
export function readSample(file: string): Buffer {
  return readFileSync(new URL(`../../src/demo/samples/${file}`, import.meta.url));
}

/**
 * A sample as if the last of them had been written at `now`: Date and the dates of Received are moved, since mail
 * that is days old is not acknowledged. Line ends and all other octets stay.
 */
export function freshSample(source: Buffer, now: Date): Buffer {
  const later = now.getTime() - SAMPLES_WRITTEN.getTime();
  const end = source.indexOf("\r\n\r\n");
  const header = source.toString("latin1", 0, end < 0 ? source.length : end);
  const moved = header.replace(
    /^(Date: |Received: [^;]*(?:\r\n[ \t][^;]*)*; )(.+)$/gm,
    (whole, before: string, date: string) => {
      const time = Date.parse(date);
      const text = new Date(time + later).toUTCString().replace("GMT", "+0000");
      return Number.isNaN(time) ? whole : `${before}${text}`;
    },
  );
  return Buffer.concat([Buffer.from(moved, "latin1"), source.subarray(header.length)]);
}
