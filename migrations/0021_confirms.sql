ALTER TABLE "actions" ALTER COLUMN "confirms" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "actions" ALTER COLUMN "confirms" SET DATA TYPE jsonb USING '{}'::jsonb;--> statement-breakpoint
ALTER TABLE "actions" ALTER COLUMN "confirms" SET DEFAULT '{}'::jsonb;--> statement-breakpoint
ALTER TABLE "actions" DROP COLUMN "confirm_at";
