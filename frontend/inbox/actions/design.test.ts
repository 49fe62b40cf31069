import { expect, test } from "vitest";
import type { ActionFieldsFragment } from "../../graphql/generated/graphql";
import { blank, designOf, inputOf, isSame, moved, newField, previewOf } from "./design";

const ACTION: ActionFieldsFragment = {
  key: "gift_wrapping",
  version: 3,
  title: "Gift wrapping",
  intro: "",
  maySkip: false,
  triggers: [],
  effects: [],
  publishedAt: "2026-11-22T12:00:00Z",
  retiredAt: null,
  responseCount: 0,
  offering: {
    intents: ["PRODUCT_QUESTION"],
    notIntents: [],
    beforeHandoff: false,
    openingChip: "",
    when: [],
    whenNot: [],
  },
  onSubmit: { tags: ["gift"], escalate: true, urgency: "HIGH", lookUpOrder: false, webhookUrl: "" },
  fields: [
    {
      key: "paper",
      kind: "CHOICE",
      label: "Paper",
      help: "",
      isRequired: true,
      choices: ["Red", "Blue"],
      minLength: 0,
      maxLength: null,
      minimum: "",
      maximum: "",
      pattern: "",
      errorText: "",
    },
  ],
};

test("a published form read into the editor is sent back as it was", () => {
  const { title, intro, maySkip, fields, offering, onSubmit } = ACTION;
  expect(inputOf(designOf(ACTION))).toEqual({ title, intro, maySkip, fields, offering, onSubmit });
  expect(isSame(designOf(ACTION), designOf(ACTION))).toBe(true);
});

test("a field keeps its key whatever it is called; a new one gets a key of its own", () => {
  const design = designOf(ACTION);
  const renamed = design.fields.map((field) => ({ ...field, label: "Colour of the paper" }));
  const added = ["Paper", "Paper", "注文", "2 lines?"].map((label) => ({ ...newField("SHORT_TEXT"), label }));
  const { fields } = inputOf({ ...design, fields: [...renamed, ...added] });
  expect(fields.map(({ key }) => key)).toEqual(["paper", "paper_2", "paper_3", "short_text", "lines"]);
});

test("a rule that the kind cannot have is not sent, whatever was typed before the kind changed", () => {
  const field = { ...newField("SHORT_TEXT"), label: "A", choices: "x", maxLength: "9", minimum: "1", pattern: "\\d" };
  const of = (kind: typeof field.kind) => inputOf({ ...blank(), fields: [{ ...field, kind }] }).fields[0];
  expect(of("SHORT_TEXT")).toMatchObject({ choices: [], maxLength: 9, minimum: "", pattern: "\\d" });
  expect(of("NUMBER")).toMatchObject({ choices: [], maxLength: null, minimum: "1", pattern: "" });
  expect(of("CHOICE")).toMatchObject({ choices: ["x"], maxLength: null, minimum: "", pattern: "" });
  expect(of("PHOTO")).toMatchObject({ choices: [], isRequired: false });
});

test("a length that is no number is sent as one that is refused at its place", () => {
  const field = { ...newField("SHORT_TEXT"), maxLength: "many", minLength: "2" };
  expect(inputOf({ ...blank(), fields: [field] }).fields[0]).toMatchObject({ minLength: 2, maxLength: -1 });
});

test("a field moves one place and not beyond the ends", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});

test("the preview is a form that can be shown before anything was written", () => {
  const form = previewOf(blank());
  expect(form.title).toBe("Untitled form");
  expect(form.fields.map(({ key, label }) => [key, label])).toEqual([["short_text", "Untitled question"]]);
});
