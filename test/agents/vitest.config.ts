import { defineConfig } from 'vitest/config'

/** Real agents from the npm registry: on their own, since installing them takes minutes. */
export default defineConfig({
  test: {
    include: ['test/agents/**/*.agents.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 600_000,
  },
})
