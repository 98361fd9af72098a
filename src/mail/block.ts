import { bare } from "./separator.ts";

/** The header lines that a mail client writes above the mail that it quotes or forwards. */
export interface Block {
  readonly first: number;
  readonly last: number;
  /** Values by role; "" where a line names none. */
  readonly values: ReadonlyMap<Role, string>;
}

type Role = "from" | "date" | "to" | "subject" | "other";

const LABELS: Readonly<Record<Role, string>> = {
  from: "from|από|feladó|از|فرستنده|от|от кого|отправитель|von|de|da|od|kimden|gönderen|від|от пользователя|expéditeur|van|fra|från|nadawca|mittente|remitente",
  date: "sent|date|sent on|στάλθηκε|εστάλη|απεστάλη|ημερομηνία|ημ/νία|elküldve|küldve|küldés ideje|dátum|ارسال|ارسال شده|ارسال‌شده|تاریخ|تاریخ ارسال|отправлено|отправлен|дата|послано|gesendet|datum|envoyé|envoyé le|enviado|enviado el|fecha|inviato|data|wysłano|wysłane|gönderildi|gönderme tarihi|tarih|odesláno|odoslané|надіслано|verzonden|skickat|sendt",
  to: "to|προς|címzett|címzettek|به|گیرنده|кому|получатель|an|à|para|a|do|dla|kime|alıcı|komu|pro|aan|til|till|destinataire",
  subject:
    "subject|re|θέμα|tárgy|موضوع|тема|betreff|objet|sujet|asunto|assunto|oggetto|temat|konu|předmět|onderwerp|ämne|emne",
  other:
    "cc|bcc|κοιν|κοινοποίηση|másolat|másolatot kap|رونوشت|копия|kopie|dw|bilgi|reply-to|attachments|importance|συνημμένα|mellékletek|вложения|پیوست|копія|organization|organisation",
};
const PATTERNS: readonly (readonly [Role, RegExp])[] = (
  ["from", "date", "to", "subject", "other"] as const
).map((role) => [role, new RegExp(`^(?:${LABELS[role]})\\s?[::]\\s*(.*)$`, "iu")]);
/** A header line, a wrapped remainder of one, or an empty line between them: as many are looked at. */
const MAX_LINES = 14;

/**
 * The block that begins at line `at`. It needs From and two more roles, and a subject or an address: "From: Budapest,
 * To: London, Date: 3 May" is a traveller's, "Date:, Time:, Address:" an invitation.
 */
export function blockAt(lines: readonly string[], at: number): Block | null {
  const start = labelled(lines[at]);
  if (start === null || start.role === "other") return null;
  const values = new Map<Role, string>([[start.role, start.value]]);
  let current: Role = start.role;
  let last = at;
  for (let next = at + 1; next < Math.min(lines.length, at + MAX_LINES); next++) {
    const line = bare(lines[next] ?? "");
    const found = labelled(lines[next]);
    // A second From line belongs to the quoted mail itself.
    if (found !== null && values.has(found.role) && found.role !== "other") break;
    if (found !== null) {
      values.set(found.role, found.value);
      current = found.role;
      last = next;
    } else if (line === "") {
      // Blocks that came from HTML may have every line in its own paragraph; the last empty line ends the block.
      if (labelled(lines[next + 1]) === null) break;
    } else if (isRemainder(values.get(current) ?? "", next - last)) {
      values.set(current, `${values.get(current) ?? ""} ${line}`.trim());
    } else break;
  }
  if (!values.has("from") || values.size < 3) return null;
  const addressed = `${values.get("from") ?? ""} ${values.get("to") ?? ""}`.includes("@");
  return values.has("subject") || addressed ? { first: at, last, values } : null;
}

/** Long recipient lists and subjects are wrapped; the value of a line that ends in the middle of something goes on. */
function isRemainder(value: string, distance: number): boolean {
  return distance <= 3 && (value === "" || value.length > 55 || /[,;<]$/.test(value));
}

function labelled(line: string | undefined): { readonly role: Role; readonly value: string } | null {
  if (line === undefined || !/^.{1,30}[::]/.test(line)) return null;
  const text = bare(line).replace(/^(?:>\s?){1,5}/, "");
  const colon = text.search(/[::]/);
  if (colon < 1 || colon > 20) return null;
  for (const [role, pattern] of PATTERNS) {
    const value = pattern.exec(text)?.[1];
    if (value !== undefined) return { role, value: value.trim() };
  }
  return null;
}
