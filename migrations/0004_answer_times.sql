CREATE TABLE "answer_times" (
	"mailbox_id" integer NOT NULL,
	"priority" text NOT NULL,
	"hours" double precision NOT NULL,
	"samples" integer NOT NULL,
	"steps" jsonb NOT NULL,
	"measured_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_times_mailbox_id_priority_pk" PRIMARY KEY("mailbox_id","priority")
);
--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "acted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "promised_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "answer_times" ADD CONSTRAINT "answer_times_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;