ALTER TABLE "complaint_groups" ADD COLUMN "called" text;--> statement-breakpoint
ALTER TABLE "complaint_groups" ADD COLUMN "called_of" integer;