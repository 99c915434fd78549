import { hashUniform } from "../../../data/statistics/hash-uniform.js";
import { HOSTILE } from "../hostile.js";
import { writeEveryFeed } from "./every-feed.js";
import { type Namer, writeFeeds } from "./world.js";

/** Every hostile string in every text field: which one stands where is shifted by the field, so that rows mix them. */
const hostileNames: Namer = (kind, index) =>
  HOSTILE[(index + Math.floor(HOSTILE.length * hashUniform([kind]))) % HOSTILE.length] ?? "";

/** Feeds, every one of the contract, in which each text field of each feed holds each hostile string. */
export function writeHostileFeeds(): string {
  const folder = writeFeeds(HOSTILE.length, hostileNames);
  writeEveryFeed(folder, HOSTILE.length, hostileNames);
  return folder;
}
