/**
 * Builds the three programs of the theme app extension, each into one file of a fixed name:
 * Shopify versions asset addresses itself, and the Liquid block names the files.
 *
 * `--mode loader` is a plain script (Shopify emits it without type="module"); `--mode panel` is a module that the loader imports,
 * and `--mode form` one that the panel imports with the first form. They share no code at run time: an address that Shopify
 * gives a version would make two modules of one.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const ENTRIES = { loader: "widget/loader.ts", panel: "widget/panel.tsx", form: "widget/form-entry.tsx" };

export default defineConfig(({ mode }) => ({
  define: { "process.env.NODE_ENV": '"production"' },
  publicDir: false,
  build: {
    outDir: process.env.WIDGET_OUT_DIR ?? here("../extensions/theme-app-extension/assets"),
    emptyOutDir: false,
    target: "es2022",
    // As old as the newest feature that the stylesheet cannot do without (color-mix, :has): nothing is written twice for older ones.
    cssTarget: ["chrome111", "safari16.4", "firefox121"],
    modulePreload: false,
    rolldownOptions: {
      input: here(ENTRIES[mode as keyof typeof ENTRIES]),
      preserveEntrySignatures: mode === "loader" ? false : "strict",
      output: {
        format: mode === "loader" ? "iife" : "es",
        entryFileNames: `chat-${mode}.js`,
        assetFileNames: `chat-${mode}[extname]`,
        codeSplitting: false,
      },
    },
  },
  oxc: { jsx: { importSource: "preact", runtime: "automatic" } },
}));
