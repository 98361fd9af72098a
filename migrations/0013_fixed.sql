CREATE TABLE "fixed_letters" (
	"mailing_id" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"state" text NOT NULL,
	"code" text,
	CONSTRAINT "fixed_letters_mailing_id_ticket_id_pk" PRIMARY KEY("mailing_id","ticket_id")
);
--> statement-breakpoint
CREATE TABLE "fixed_mailings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "fixed_mailings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"group_id" bigint NOT NULL,
	"notes" jsonb NOT NULL,
	"state" text DEFAULT 'prepared' NOT NULL,
	"prepared_at" timestamp (3) with time zone NOT NULL,
	"approved_at" timestamp (3) with time zone,
	"approved_by" text
);
--> statement-breakpoint
ALTER TABLE "fixed_letters" ADD CONSTRAINT "fixed_letters_mailing_id_fixed_mailings_id_fk" FOREIGN KEY ("mailing_id") REFERENCES "public"."fixed_mailings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fixed_letters" ADD CONSTRAINT "fixed_letters_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fixed_mailings" ADD CONSTRAINT "fixed_mailings_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fixed_mailings" ADD CONSTRAINT "fixed_mailings_group_id_complaint_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."complaint_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fixed_letters_waiting" ON "fixed_letters" USING btree ("mailing_id") WHERE "fixed_letters"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "fixed_mailings_of_group" ON "fixed_mailings" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "fixed_mailings_by_state" ON "fixed_mailings" USING btree ("mailbox_id","state");--> statement-breakpoint
CREATE INDEX "actions_offered" ON "actions" USING btree ("mailbox_id","offered_at") WHERE "actions"."state" = 'offered';