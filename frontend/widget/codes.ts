/** One-time codes: asks for one by e-mail, or shows by one that an order is the shopper's. */
import { type Api, Unreachable } from "./api";
import { CONFIRM_CODE, REQUEST_CODE } from "./documents";
import type { OrderView, UserError } from "./schema";

export interface Coded {
  /** In words; null where all went well. */
  problem: string | null;
  /** Once the code was right. */
  order?: OrderView | null;
}

export const createCodes =
  (api: Api, words: { unreachable: string }) =>
  async (number: string, code: string | null): Promise<Coded> => {
    try {
      type Data = Record<string, { userErrors: UserError[]; order?: OrderView | null }>;
      const data = await api.run<Data>(code === null ? REQUEST_CODE : CONFIRM_CODE, { number, code });
      const answer = Object.values(data)[0];
      return { problem: answer?.userErrors[0]?.message ?? null, order: answer?.order };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return { problem: words.unreachable };
    }
  };
