import type { z } from "zod";
import { type Detector, type DetectorCard, detector } from "../card.js";
import {
  type Dated,
  judgeQuestions,
  poolQuestions,
  type SharePools,
  type ShareQuestion,
  sayShare,
} from "./share-looks.js";

/** A card whose every look is a share: what it asks of a case takes the place of pool, judge and say. */
export interface ShareCard<C extends z.ZodType, P extends z.ZodObject>
  extends Omit<DetectorCard<C, P, SharePools>, "pool" | "judge" | "say"> {
  readonly questions: (params: z.infer<P>) => readonly ShareQuestion<z.infer<C>>[];
}

/** A detector of shares: the upper tail of the beta-binomial predictive of each question and window, merged. */
export function shareDetector<C extends z.ZodType<Dated>, P extends z.ZodObject>(card: ShareCard<C, P>): Detector {
  const { questions, ...rest } = card;
  return detector<C, P, SharePools>({
    ...rest,
    pool: (cases, chosen) => poolQuestions(cases, questions(chosen)),
    judge: (row, chosen, pools) => judgeQuestions(row, questions(chosen), pools),
    say: sayShare,
  });
}

/** The sum of two aligned lists. */
export function plus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((count, i) => count + (b[i] ?? 0));
}
