/** Runs Shopify's theme-check over the extension, offline, and fails on any offence, which `shopify app build` does not. */
import { fileURLToPath } from "node:url";
import { themeCheckRun } from "@shopify/theme-check-node";

const root = fileURLToPath(new URL("../../extensions/theme-app-extension", import.meta.url));
const { offenses } = await themeCheckRun(root, "theme-check:theme-app-extension");

for (const { check, uri, message, start } of offenses) {
  console.error(`${uri.slice(uri.indexOf("theme-app-extension"))}:${start.line + 1} ${check}: ${message}`);
}
console.log(offenses.length ? `${offenses.length} offences.` : "No offence.");
process.exit(offenses.length ? 1 : 0);
