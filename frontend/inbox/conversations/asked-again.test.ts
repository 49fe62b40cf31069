import { expect, test } from "vitest";
import { askedAgain } from "./asked-again";

const KNOWN = [
  { key: "email", label: "E-mail", value: "elena@example.com", origin: "answer" },
  { key: "order_number", label: "Order number", value: "#1001", origin: "text" },
  { key: "size", label: "Size of the box", value: "large", origin: "answer" },
];
const asked = (text: string) => askedAgain(text, KNOWN).map(({ key }) => key);

test.each([
  ["Could you send me your email address?", ["email"]],
  ["Please give us your e-mail", ["email"]],
  ["What is your order number?", ["order_number"]],
  ["Hello! Which order is this about? And what's your email?", ["email", "order_number"]],
  ["Can you tell me the size of the box", ["size"]],
])("%s asks for what is known", (text, keys) => expect(asked(text)).toEqual(keys));

test.each([
  "",
  "Your e-mail has arrived, thank you.",
  "I will look into it. Is there anything else?",
  "Is elena@example.com still your e-mail?",
  "Your order number is #1001. Can you tell me more about the damage?",
  "Could you send a photo?",
  "What size do you need?",
])("%s asks for nothing that is known", (text) => expect(asked(text)).toEqual([]));
