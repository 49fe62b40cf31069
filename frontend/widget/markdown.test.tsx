import { render } from "preact";
import { expect, test } from "vitest";
import { safeUrl } from "../live/links";
import { Markdown } from "./markdown";

function html(text: string): string {
  const element = document.createElement("div");
  render(<Markdown text={text} />, element);
  return (element.firstElementChild as HTMLElement).innerHTML;
}

test("bold, lists and links are drawn", () => {
  expect(html("We ship to **Canada**.")).toBe("<p>We ship to <strong>Canada</strong>.</p>");
  expect(html("Sizes:\n- small\n- large\nAsk us.")).toBe(
    "<p>Sizes:</p><ul><li>small</li><li>large</li></ul><p>Ask us.</p>",
  );
  expect(html("1. first\n2. second")).toBe("<ol><li>first</li><li>second</li></ol>");
  expect(html("one\ntwo\n\nthree")).toBe("<p>one<br>two</p><p>three</p>");
  expect(html("[the page](https://shop.example/p)")).toContain('href="https://shop.example/p"');
});

test("a bare address is a link without the full stop after it", () => {
  expect(html("See https://shop.example/a.")).toMatch(
    /<a [^>]*href="https:\/\/shop.example\/a"[^>]*>https:\/\/shop.example\/a<\/a>\./,
  );
});

test("a link to elsewhere opens beside the shop and tells it nothing", () => {
  expect(html("https://elsewhere.example/")).toContain('target="_blank" rel="noopener noreferrer nofollow"');
});

test("HTML is text", () => {
  expect(html("<img src=x onerror=alert(1)>")).toBe("<p>&lt;img src=x onerror=alert(1)&gt;</p>");
});

test("only http and https become links", () => {
  expect(html("[x](javascript:alert(1))")).not.toContain("<a");
  for (const url of [
    "javascript:alert(1)",
    "data:text/html,x",
    " JaVaScRiPt:alert(1)",
    "",
    null,
    "file:///etc/passwd",
  ]) {
    expect(safeUrl(url)).toBeNull();
  }
  expect(safeUrl("https://shop.example/x")).toBe("https://shop.example/x");
});

test("unfinished Markdown of a growing draft is shown as it is", () => {
  expect(html("We ship to **Can")).toBe("<p>We ship to **Can</p>");
  expect(html("see [the pa")).toBe("<p>see [the pa</p>");
});

test("hostile text takes no time", () => {
  const began = performance.now();
  html("[".repeat(4_000));
  html("**".repeat(2_000));
  html("https://".repeat(500));
  expect(performance.now() - began).toBeLessThan(500);
});
