/** Bundles scripts/views for Node: the front-ends' state without a screen, for the backend's tests. */
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  build: { ssr: "scripts/views/main.ts", emptyOutDir: true, target: "node20", minify: false },
});
