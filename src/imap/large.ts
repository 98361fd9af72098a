import type { RawMessage } from "../mail/message.ts";
import type { Session } from "./session.ts";
import { type Bodies, planOf, reassemble, structureOf } from "./structure.ts";

/** Octets of each text part that are read; a customer's own words are at its beginning. */
const PART_BYTES = 200_000;

/**
 * A message too large to download: its header (from the octets already here), its text parts and what the whole
 * holds. A structure that the server cannot tell leaves the beginning as it is: something to judge by.
 */
export async function fetchByStructure(
  session: Session,
  uid: number,
  whole: { readonly beginning: Buffer; readonly size: number },
): Promise<RawMessage> {
  const { client } = session;
  const described = await client.fetchOne(`${uid}`, { uid: true, bodyStructure: true }, { uid: true });
  const root = described ? described.bodyStructure : undefined;
  if (root === undefined) {
    return { source: whole.beginning, size: whole.size, structure: { parts: [], attachments: [] } };
  }
  const plan = planOf(root);
  const bodies: Bodies = new Map();
  if (plan.length > 0) {
    const bodyParts = plan.map((key) => ({ key, maxLength: PART_BYTES }));
    const row = await client.fetchOne(`${uid}`, { uid: true, bodyParts }, { uid: true });
    // imapflow keys parts in lower case ("2.text").
    for (const key of plan) {
      const body = row ? row.bodyParts?.get(key.toLowerCase()) : undefined;
      if (body) bodies.set(key, { octets: body, isCut: body.length >= PART_BYTES });
    }
  }
  return {
    source: reassemble(whole.beginning, root, bodies),
    size: whole.size,
    structure: structureOf(root),
  };
}
