/**
 * Builds the agents' inbox. The backend writes the HTML document itself (App Bridge has to be its first script), so
 * the entry is a script and the manifest tells the backend its name.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("inbox"),
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: here("inbox/dist"),
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    modulePreload: false,
    rolldownOptions: { input: here("inbox/main.tsx") },
  },
  oxc: { jsx: { importSource: "preact", runtime: "automatic" } },
});
