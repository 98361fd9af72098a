CREATE TABLE "agreed_answers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agreed_answers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mailbox_id" integer NOT NULL,
	"group_id" bigint,
	"topic" text,
	"language" text NOT NULL,
	"text" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agreed_answers" ADD CONSTRAINT "agreed_answers_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreed_answers" ADD CONSTRAINT "agreed_answers_group_id_complaint_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."complaint_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agreed_answers_of_group" ON "agreed_answers" USING btree ("group_id","language");--> statement-breakpoint
CREATE UNIQUE INDEX "agreed_answers_of_topic" ON "agreed_answers" USING btree ("mailbox_id","topic","language");--> statement-breakpoint
CREATE INDEX "agreed_answers_of_mailbox" ON "agreed_answers" USING btree ("mailbox_id");