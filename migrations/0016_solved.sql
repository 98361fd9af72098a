CREATE TABLE "solved_tickets" (
	"ticket_id" bigint PRIMARY KEY NOT NULL,
	"mailbox_id" integer NOT NULL,
	"language" text NOT NULL,
	"words" "tsvector" NOT NULL,
	"answer" text,
	"indexed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "solved_words" (
	"word" text NOT NULL,
	"mailbox_id" integer NOT NULL,
	"language" text NOT NULL,
	"letters" text NOT NULL,
	"tickets" integer NOT NULL,
	CONSTRAINT "solved_words_word_mailbox_id_language_pk" PRIMARY KEY("word","mailbox_id","language")
);
--> statement-breakpoint
DROP INDEX "tickets_solved";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "indexed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "solved_tickets" ADD CONSTRAINT "solved_tickets_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "solved_tickets" ADD CONSTRAINT "solved_tickets_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "solved_tickets_words" ON "solved_tickets" USING gin ("words");--> statement-breakpoint
CREATE INDEX "tickets_unindexed" ON "tickets" USING btree ("mailbox_id","id") WHERE "tickets"."state" = 'resolved' and ("tickets"."indexed_at" is null or "tickets"."indexed_at" < "tickets"."resolved_at");