CREATE TABLE "corrections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "corrections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"ledger_id" bigint NOT NULL,
	"learns" text NOT NULL,
	"label" text NOT NULL,
	"from_role" text,
	"to_role" text,
	"state" text NOT NULL,
	"weight" double precision DEFAULT 1 NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "correction_state" CHECK ("corrections"."state" in ('settling', 'asked', 'learned', 'undone'))
);
--> statement-breakpoint
CREATE TABLE "customer_facts" (
	"correction_id" bigint PRIMARY KEY NOT NULL,
	"customer_id" bigint NOT NULL,
	"fact" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "models" (
	"mailbox_id" integer NOT NULL,
	"version" text NOT NULL,
	"base" text NOT NULL,
	"made_from" text NOT NULL,
	"corrections" integer NOT NULL,
	"examples" integer NOT NULL,
	"trial" jsonb NOT NULL,
	"file" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "models_mailbox_id_version_pk" PRIMARY KEY("mailbox_id","version")
);
--> statement-breakpoint
CREATE TABLE "models_in_use" (
	"mailbox_id" integer PRIMARY KEY NOT NULL,
	"version" text,
	"pinned" boolean DEFAULT false NOT NULL,
	"tried_from" text
);
--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_ledger_id_ledger_id_fk" FOREIGN KEY ("ledger_id") REFERENCES "public"."ledger"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_facts" ADD CONSTRAINT "customer_facts_correction_id_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."corrections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_facts" ADD CONSTRAINT "customer_facts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models" ADD CONSTRAINT "models_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "models_in_use" ADD CONSTRAINT "models_in_use_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "corrections_by_mailbox" ON "corrections" USING btree ("mailbox_id","state","at");--> statement-breakpoint
CREATE INDEX "corrections_ledger" ON "corrections" USING btree ("ledger_id");--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_settling" ON "corrections" USING btree ("ledger_id") WHERE "corrections"."state" = 'settling';--> statement-breakpoint
CREATE INDEX "customer_facts_customer" ON "customer_facts" USING btree ("customer_id");