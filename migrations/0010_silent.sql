CREATE TABLE "outreaches" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outreaches_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"customer_id" bigint NOT NULL,
	"state" text DEFAULT 'approved' NOT NULL,
	"reasons" jsonb NOT NULL,
	"cause" text,
	"approved_at" timestamp (3) with time zone NOT NULL,
	"reached_at" timestamp (3) with time zone,
	"ticket_id" bigint
);
--> statement-breakpoint
ALTER TABLE "tickets" DROP CONSTRAINT "ticket_state";--> statement-breakpoint
ALTER TABLE "vips" ADD COLUMN "listed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "outreaches" ADD CONSTRAINT "outreaches_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreaches" ADD CONSTRAINT "outreaches_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreaches" ADD CONSTRAINT "outreaches_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outreaches_customer" ON "outreaches" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "outreaches_ticket" ON "outreaches" USING btree ("ticket_id");--> statement-breakpoint
CREATE UNIQUE INDEX "outreaches_approved" ON "outreaches" USING btree ("customer_id") WHERE "outreaches"."state" = 'approved';--> statement-breakpoint
CREATE INDEX "outreaches_waiting" ON "outreaches" USING btree ("mailbox_id","id") WHERE "outreaches"."state" = 'approved';--> statement-breakpoint
CREATE INDEX "customers_regular" ON "customers" USING btree ("last_contact") WHERE "customers"."contacts" >= 6;--> statement-breakpoint
CREATE INDEX "tickets_quiet" ON "tickets" USING btree ("mailbox_id","last_answer_at") WHERE (("tickets"."complaint" or "tickets"."tone" = 'understated') and "tickets"."state" in ('waiting-customer', 'resolved'));--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "ticket_state" CHECK ("tickets"."state" in ('open', 'waiting-us', 'waiting-customer', 'escalated', 'resolved', 'reopened', 'invited'));