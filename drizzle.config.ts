import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  casing: "snake_case",
  schema: [
    "./src/store/mailbox-schema.ts",
    "./src/store/customer-schema.ts",
    "./src/store/ticket-schema.ts",
    "./src/store/outbox-schema.ts",
    "./src/store/schema.ts",
    "./src/store/learning.ts",
    "./src/store/complaint-schema.ts",
    "./src/store/hook-schema.ts",
    "./src/store/trend-schema.ts",
    "./src/store/period-schema.ts",
    "./src/store/silent-schema.ts",
    "./src/store/action-schema.ts",
    "./src/store/fixed-schema.ts",
    "./src/store/agreed-schema.ts",
    "./src/store/solved-schema.ts",
    "./src/store/answer-schema.ts",
  ],
  out: "./migrations",
});
