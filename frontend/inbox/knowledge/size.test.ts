import { describe, expect, it } from "vitest";
import { size } from "./source-row";

describe("the size of a source", () => {
  it("is told in the largest unit that says something", () => {
    expect([0, 999, 1_000, 12_400, 999_999, 1_400_000].map(size)).toEqual([
      "0 B",
      "999 B",
      "1 kB",
      "12 kB",
      "1000 kB",
      "1.4 MB",
    ]);
  });
});
