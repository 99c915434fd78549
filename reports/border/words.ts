/**
 * Words that would call a lead somebody's guilt. A lead is a question; no text of ours may answer it. What logs and
 * reviewers say is quoted as it stands and is not looked at.
 */
const GUILT =
  /\b(breach\w*|violat\w*|culprits?|leak\w*|offend\w*|offen[cs]es?|suspicious\w*|suspects?|suspected|perpetrat\w*|guilt\w*|crim(?:e|es|inal\w*)|traitors?|treason\w*|sp(?:y|ies|ying)|misconduct|wrongdo\w*|malicious\w*|malevolent|insider threats?|thie(?:f|ves)|theft|stole\w*|steal\w*|illegal\w*|unlawful\w*|abus\w*|attackers?|intruders?|rogue|rule[- ]?breakers?|villains?|cheat\w*)\b/giu;

/** The words of guilt in a text, in order, lower case. */
export function guiltyWords(text: string): string[] {
  return Array.from(text.matchAll(GUILT), ([word]) => word.toLowerCase());
}

/** Throws an Error, a bug of ours, where one of our own texts speaks of guilt; only texts that no log has a part in. */
export function refuseGuilt(texts: Iterable<string>): void {
  for (const text of texts) {
    const [word] = guiltyWords(text);
    if (word !== undefined) throw new Error(`a report of leads does not say "${word}": ${text}`);
  }
}
