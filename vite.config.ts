import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the screens into dist/web, where the server finds them. */
export default defineConfig(({ command }) => {
  // A build started from a test (NODE_ENV=test) must not ship React's development half.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root: 'web',
    plugins: [react()],
    build: {
      outDir: '../dist/web',
      emptyOutDir: true,
      // No data: URLs: the content security policy allows this server's own files only.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    server: { proxy: { '/api': `http://127.0.0.1:${process.env['PORT'] ?? 4100}` } },
  }
})
