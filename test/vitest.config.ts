import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "node_modules/**", "dist/**"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    globalSetup: ["test/temporary.ts"],
    pool: "forks",
    maxWorkers: 2,
  },
});
