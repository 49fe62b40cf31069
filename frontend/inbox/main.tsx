/** The agents' inbox inside Shopify admin: one program for all pages, drawn into the document that the backend serves. */
import { render } from "preact";
import { App } from "./shell/app";
import "./ui/inbox.css";

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App />, root);
}
