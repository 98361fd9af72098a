ALTER TABLE "ledger" ADD COLUMN "place" text;--> statement-breakpoint
ALTER TABLE "ledger" ADD COLUMN "moved_to" text;--> statement-breakpoint
ALTER TABLE "ledger" ADD COLUMN "moved_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "ledger_moved" ON "ledger" USING btree ("mailbox_id","moved_at") WHERE "ledger"."moved_at" is not null;--> statement-breakpoint
CREATE INDEX "tickets_resolved" ON "tickets" USING btree ("mailbox_id","resolved_at") WHERE "tickets"."resolved_at" is not null;