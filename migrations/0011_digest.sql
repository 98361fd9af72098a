ALTER TABLE "periods" ADD COLUMN "stock" jsonb;--> statement-breakpoint
CREATE INDEX "events_told" ON "events" USING btree ("mailbox_id","at") WHERE "events"."type" in ('AgentAnswered', 'TicketResolved', 'TicketReopened', 'HandedOver', 'PromiseKept', 'PromiseBroken', 'PromiseExtended', 'PromiseLengthened', 'PromiseShortened', 'ModelLive', 'ModelRefused', 'NeedsAttention', 'AnswerFailed');--> statement-breakpoint
CREATE INDEX "messages_arrived" ON "messages" USING btree ("internal_date","mailbox_id");--> statement-breakpoint
CREATE INDEX "ratings_at_index" ON "ratings" USING btree ("at");--> statement-breakpoint
CREATE INDEX "tickets_answered" ON "tickets" USING btree ("mailbox_id","first_answer_at") WHERE "tickets"."first_answer_at" is not null;--> statement-breakpoint
CREATE INDEX "tickets_waiting" ON "tickets" USING btree ("mailbox_id","id") WHERE "tickets"."state" in ('open', 'waiting-us', 'reopened', 'escalated');