CREATE TABLE "complaint_groups" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "complaint_groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"name" text,
	"state" text DEFAULT 'open' NOT NULL,
	"link" text,
	"pinned" boolean DEFAULT false NOT NULL,
	"merged_into" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "complaint_term_counts" (
	"term" integer NOT NULL,
	"mailbox_id" integer NOT NULL,
	"complaints" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "complaint_term_counts_term_mailbox_id_pk" PRIMARY KEY("term","mailbox_id")
);
--> statement-breakpoint
CREATE TABLE "complaint_terms" (
	"term" integer NOT NULL,
	"mailbox_id" integer NOT NULL,
	"ticket_id" bigint NOT NULL,
	"weight" real NOT NULL,
	CONSTRAINT "complaint_terms_term_mailbox_id_ticket_id_pk" PRIMARY KEY("term","mailbox_id","ticket_id")
);
--> statement-breakpoint
CREATE TABLE "complaints" (
	"ticket_id" bigint PRIMARY KEY NOT NULL,
	"mailbox_id" integer NOT NULL,
	"ledger_id" bigint NOT NULL,
	"customer_id" bigint,
	"at" timestamp (3) with time zone NOT NULL,
	"language" text NOT NULL,
	"topic" text NOT NULL,
	"root_cause" text NOT NULL,
	"severity" text NOT NULL,
	"group_id" bigint NOT NULL,
	"ties" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "logged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "complaint_groups" ADD CONSTRAINT "complaint_groups_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "complaints" ADD CONSTRAINT "complaints_group_id_complaint_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."complaint_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "complaint_groups_mailbox_id_index" ON "complaint_groups" USING btree ("mailbox_id");--> statement-breakpoint
CREATE INDEX "complaint_terms_ticket_id_index" ON "complaint_terms" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "complaints_group_id_at_index" ON "complaints" USING btree ("group_id","at");--> statement-breakpoint
CREATE INDEX "complaints_mailbox_id_at_index" ON "complaints" USING btree ("mailbox_id","at");--> statement-breakpoint
CREATE INDEX "complaints_customer_id_index" ON "complaints" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "tickets_unlogged" ON "tickets" USING btree ("mailbox_id","id") WHERE "tickets"."complaint" and "tickets"."logged_at" is null;