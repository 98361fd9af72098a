CREATE TABLE "periods" (
	"mailbox_id" integer NOT NULL,
	"job" text NOT NULL,
	"period" text NOT NULL,
	"claimed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "periods_mailbox_id_job_period_pk" PRIMARY KEY("mailbox_id","job","period")
);
--> statement-breakpoint
ALTER TABLE "periods" ADD CONSTRAINT "periods_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;