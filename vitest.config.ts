import { defineConfig } from "vitest/config";

/** `embedded` needs nothing but npm; `servers` needs Dovecot and Postgres on this machine. */
export default defineConfig({
  test: {
    // On a machine that is busy with other work PGlite may take a minute to start.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // On two processors vitest would leave one idle.
    maxWorkers: 2,
    reporters: ["default"],
    projects: [
      {
        extends: true,
        test: { name: "embedded", include: ["test/**/*.test.ts"], exclude: ["test/**/*.server.test.ts"] },
      },
      { extends: true, test: { name: "servers", include: ["test/**/*.server.test.ts"] } },
    ],
  },
});
