CREATE SEQUENCE "public"."ticket_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "cursors" (
	"mailbox_id" integer NOT NULL,
	"folder" text NOT NULL,
	"uid_validity" bigint NOT NULL,
	"next_uid" bigint NOT NULL,
	CONSTRAINT "cursors_mailbox_id_folder_pk" PRIMARY KEY("mailbox_id","folder")
);
--> statement-breakpoint
CREATE TABLE "customer_addresses" (
	"address" text PRIMARY KEY NOT NULL,
	"customer_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "customers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"names" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"phones" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"order_numbers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"language" text,
	"opted_out" boolean DEFAULT false NOT NULL,
	"dead" boolean DEFAULT false NOT NULL,
	"first_contact" timestamp (3) with time zone,
	"last_contact" timestamp (3) with time zone,
	"contacts" integer DEFAULT 0 NOT NULL,
	"rhythm" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"type" text NOT NULL,
	"ticket_id" bigint,
	"ledger_id" bigint,
	"outbox_id" bigint,
	"codes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"first_folder" text NOT NULL,
	"first_uid_validity" bigint NOT NULL,
	"first_uid" bigint NOT NULL,
	"folder" text NOT NULL,
	"uid_validity" bigint NOT NULL,
	"uid" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp (3) with time zone,
	"fingerprint" text,
	"message_id" text,
	"ticket_id" bigint,
	"role" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"filed_at" timestamp (3) with time zone,
	CONSTRAINT "ledger_state" CHECK ("ledger"."state" in ('arrived', 'decided', 'filed', 'left', 'attention'))
);
--> statement-breakpoint
CREATE TABLE "mailboxes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mailboxes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"address" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"lease_owner" text,
	"lease_epoch" integer DEFAULT 0 NOT NULL,
	"lease_expires_at" timestamp (3) with time zone,
	CONSTRAINT "mailboxes_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "message_ids" (
	"mailbox_id" integer NOT NULL,
	"message_id" text NOT NULL,
	"ticket_id" bigint NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "message_ids_message_id_mailbox_id_pk" PRIMARY KEY("message_id","mailbox_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"ledger_id" bigint PRIMARY KEY NOT NULL,
	"mailbox_id" integer NOT NULL,
	"customer_id" bigint,
	"content" text NOT NULL,
	"references" jsonb NOT NULL,
	"from_name" text,
	"from_address" text,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"internal_date" timestamp (3) with time zone NOT NULL,
	"size" bigint NOT NULL,
	"decision" jsonb
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"ticket_id" bigint,
	"ledger_id" bigint,
	"kind" text NOT NULL,
	"message_id" text NOT NULL,
	"to" jsonb NOT NULL,
	"to_address" text,
	"to_domain" text,
	"template" text NOT NULL,
	"language" text NOT NULL,
	"manner" text NOT NULL,
	"values" jsonb NOT NULL,
	"in_reply_to" text,
	"references" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"cause" text,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"counts_at" timestamp (3) with time zone GENERATED ALWAYS AS (coalesce(sent_at, due_at)) STORED,
	CONSTRAINT "outbox_state" CHECK ("outbox"."state" in ('pending', 'sent', 'cancelled', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "ticket_participants" (
	"ticket_id" bigint NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "ticket_participants_ticket_id_address_pk" PRIMARY KEY("ticket_id","address")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" bigint PRIMARY KEY NOT NULL,
	"mailbox_id" integer NOT NULL,
	"customer_id" bigint,
	"customer_address" text,
	"state" text DEFAULT 'open' NOT NULL,
	"folder" text NOT NULL,
	"priority" text NOT NULL,
	"messages" integer NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"last_message_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vips" (
	"match" text PRIMARY KEY NOT NULL,
	"name" text
);
--> statement-breakpoint
ALTER TABLE "cursors" ADD CONSTRAINT "cursors_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_addresses" ADD CONSTRAINT "customer_addresses_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_ids" ADD CONSTRAINT "message_ids_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_ledger_id_ledger_id_fk" FOREIGN KEY ("ledger_id") REFERENCES "public"."ledger"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_ledger_id_ledger_id_fk" FOREIGN KEY ("ledger_id") REFERENCES "public"."ledger"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_participants" ADD CONSTRAINT "ticket_participants_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customer_addresses_customer_id_index" ON "customer_addresses" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "events_ledger_id_index" ON "events" USING btree ("ledger_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_first_ref" ON "ledger" USING btree ("first_uid","first_uid_validity","mailbox_id","first_folder");--> statement-breakpoint
CREATE INDEX "ledger_current_ref" ON "ledger" USING btree ("uid","uid_validity","mailbox_id","folder");--> statement-breakpoint
CREATE INDEX "ledger_fingerprint" ON "ledger" USING btree ("fingerprint","mailbox_id");--> statement-breakpoint
CREATE INDEX "ledger_message_id" ON "ledger" USING hash ("message_id");--> statement-breakpoint
CREATE INDEX "ledger_ticket" ON "ledger" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "ledger_unfinished" ON "ledger" USING btree ("mailbox_id","id") WHERE ("ledger"."state" in ('arrived', 'decided') or ("ledger"."state" = 'attention' and "ledger"."filed_at" is null));--> statement-breakpoint
CREATE INDEX "ledger_left" ON "ledger" USING btree ("mailbox_id","folder","reason","id") WHERE "ledger"."state" = 'left';--> statement-breakpoint
CREATE INDEX "messages_content_mailbox_id_index" ON "messages" USING btree ("content","mailbox_id");--> statement-breakpoint
CREATE INDEX "messages_customer_id_index" ON "messages" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "messages_from" ON "messages" USING hash (lower("from_address"));--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_message_id" ON "outbox" USING btree ("message_id","mailbox_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("mailbox_id","due_at") WHERE "outbox"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "outbox_by_mailbox" ON "outbox" USING btree ("mailbox_id","counts_at") WHERE ("outbox"."kind" = 'acknowledgement' and "outbox"."state" in ('pending', 'sent'));--> statement-breakpoint
CREATE INDEX "outbox_by_address" ON "outbox" USING btree ("to_address","counts_at");--> statement-breakpoint
CREATE INDEX "outbox_ticket" ON "outbox" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "outbox_ledger" ON "outbox" USING btree ("ledger_id");--> statement-breakpoint
CREATE INDEX "ticket_participants_address_index" ON "ticket_participants" USING btree ("address");--> statement-breakpoint
CREATE INDEX "tickets_customer_id_index" ON "tickets" USING btree ("customer_id");