import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  casing: "snake_case",
  schema: ["./src/store/schema.ts", "./src/store/learning.ts"],
  out: "./migrations",
});
