import { eq } from "drizzle-orm";
import { vips } from "./customer-schema.ts";
import { type Database, first } from "./database.ts";
import { type corrections, customerFactsTold } from "./learning.ts";
import { messages } from "./schema.ts";

/** A correction as it is kept. */
export type Stored = typeof corrections.$inferSelect;

/** Facts hold from the moment they are learned; text labels wait for the next training. */
export async function tellFact(tx: Database, row: Stored): Promise<void> {
  if (row.learns !== "customer" && row.learns !== "guard") return;
  const author = first(
    await tx
      .select({ customerId: messages.customerId, address: messages.fromAddress, decision: messages.decision })
      .from(messages)
      .where(eq(messages.ledgerId, row.ledgerId)),
  );
  const address = author?.decision?.customerAddress?.address ?? author?.address ?? null;
  if (row.label === "vip" && address !== null)
    await tx.insert(vips).values({ match: address.toLowerCase(), name: null }).onConflictDoNothing();
  if (row.label === "vip" || author === null || author.customerId === null) return;
  const fact = row.label === "frequent" ? "frequent" : "person";
  await tx
    .insert(customerFactsTold)
    .values({ correctionId: row.id, customerId: author.customerId, fact })
    .onConflictDoNothing();
}

/** It never was. */
export async function withdrawFact(tx: Database, row: Stored): Promise<void> {
  await tx.delete(customerFactsTold).where(eq(customerFactsTold.correctionId, row.id));
  if (row.label !== "vip" || row.learns !== "customer") return;
  const author = first(
    await tx
      .select({ address: messages.fromAddress, decision: messages.decision })
      .from(messages)
      .where(eq(messages.ledgerId, row.ledgerId)),
  );
  const address = author?.decision?.customerAddress?.address ?? author?.address ?? null;
  if (address !== null) await tx.delete(vips).where(eq(vips.match, address.toLowerCase()));
}
