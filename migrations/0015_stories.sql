CREATE TABLE "stories" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "stories_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"from" text NOT NULL,
	"until" text,
	"days" integer NOT NULL,
	"customers" integer NOT NULL,
	"usual" double precision NOT NULL,
	"tickets" jsonb NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"ending" text
);
--> statement-breakpoint
ALTER TABLE "stories" ADD CONSTRAINT "stories_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "stories_open" ON "stories" USING btree ("mailbox_id","kind","key") WHERE "stories"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "stories_opened" ON "stories" USING btree ("mailbox_id","opened_at");--> statement-breakpoint
CREATE INDEX "stories_closed" ON "stories" USING btree ("mailbox_id","closed_at");