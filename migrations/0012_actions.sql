CREATE TABLE "actions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "actions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"offer" jsonb NOT NULL,
	"state" text DEFAULT 'offered' NOT NULL,
	"offered_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"confirms" integer DEFAULT 0 NOT NULL,
	"confirm_at" timestamp (3) with time zone,
	"taken_by" text,
	"taken_via" text,
	"taken_at" timestamp (3) with time zone,
	"taken_key" text,
	"input" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"outcome" text,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "action_state" CHECK ("actions"."state" in ('offered', 'taken', 'done', 'refused'))
);
--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "actions_taken" ON "actions" USING btree ("mailbox_id") WHERE "actions"."state" = 'taken';