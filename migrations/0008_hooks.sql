CREATE TABLE "hooks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "hooks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"target" text NOT NULL,
	"body" jsonb,
	"once" text NOT NULL,
	"ticket_ids" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"cause" text,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "hook_state" CHECK ("hooks"."state" in ('pending', 'sent', 'failed', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "hooks" ADD CONSTRAINT "hooks_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "hooks_once" ON "hooks" USING btree ("mailbox_id","once");--> statement-breakpoint
CREATE INDEX "hooks_due" ON "hooks" USING btree ("mailbox_id","due_at") WHERE "hooks"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "hooks_settled" ON "hooks" USING btree ("mailbox_id","target","settled_at") WHERE "hooks"."settled_at" is not null;