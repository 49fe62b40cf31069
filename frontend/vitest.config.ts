/** Unit tests run in happy-dom with fake sockets; nothing here opens a connection. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { importSource: "preact", runtime: "automatic" } },
  test: { environment: "happy-dom", include: ["{live,widget,inbox}/**/*.test.{ts,tsx}"] },
});
