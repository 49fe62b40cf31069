import { beforeEach, expect, test, vi } from "vitest";
import { photoAt, photoNames } from "./photo-files";

const NAME = "photo-aaaaaaaaaaaaaaaaaaaaaa";
const FIELDS = [
  { key: "photo", kind: "PHOTO" },
  { key: "item", kind: "SHORT_TEXT" },
];
let asked: string[] = [];
let status = 200;

beforeEach(() => {
  asked = [];
  status = 200;
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return new Response("jpeg", { status });
  });
});

test("only a question for photos is answered by photos, whatever somebody types elsewhere", () => {
  expect(photoNames("photo", `${NAME}\nholiday.png\n../${NAME}`, FIELDS)).toEqual([NAME]);
  expect(photoNames("item", NAME, FIELDS)).toEqual([]);
  expect(photoNames("photo", NAME, undefined)).toEqual([]);
});

test("a photo is fetched once, small and large apart", async () => {
  const small = await photoAt(NAME, true);
  expect(await photoAt(NAME, true)).toBe(small);
  expect(await photoAt(NAME, false)).not.toBe(small);
  expect(asked).toEqual([`/pictures/${NAME}?small=1`, `/pictures/${NAME}`]);
});

test("what could not be fetched is asked for again by the next who wants it", async () => {
  const other = "photo-bbbbbbbbbbbbbbbbbbbbbb";
  status = 503;
  await expect(photoAt(other, true)).rejects.toThrow("503");
  status = 200;
  expect(await photoAt(other, true)).toMatch(/^blob:/);
  expect(asked.length).toBe(2);
});
