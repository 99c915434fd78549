import { attributes, type Html, html } from "../border/html.js";
import type { Anchor } from "../border/slug.js";

/** A text or markup, as the parts of a page take them. */
export type Content = Html | string | number;

/** The price line: what was found, what chance alone would give, what could not be judged. Each value with its words. */
export function priceLine(items: readonly { readonly value: Content; readonly label: Content }[]): Html {
  return html`<dl class="price">${items.map(
    ({ value, label }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** Figures that stand alone, each with its interval (or a word why there is none), and what it counts. */
export function keyFigures(
  items: readonly {
    readonly name: Content;
    readonly value: Content;
    readonly interval: Content;
    readonly n: Content;
  }[],
): Html {
  return html`<div class="figures">${items.map(
    ({ name, value, interval, n }) =>
      html`<div><p class="name">${name}</p><p><span class="value">${value}</span> <span class="interval">${interval}</span></p><p class="second">${n}</p></div>`,
  )}</div>`;
}

/** Terms and what they are. */
export function definitions(items: readonly { readonly term: Content; readonly detail: Content }[]): Html {
  return html`<dl class="definitions">${items.map(
    ({ term, detail }) => html`<dt>${term}</dt><dd>${detail}</dd>`,
  )}</dl>`;
}

/** What was asked and answered; unknown is an answer of its own. */
export interface Check {
  readonly statement: Content;
  readonly answer: "yes" | "no" | "partly" | "unknown";
  readonly detail: Content | null;
}

const ANSWER_SHAPES = { yes: "●", no: "○", partly: "◐", unknown: "?" } as const;

/** Statements with yes, no, partly or unknown, each by shape, word and place as well as colour. */
export function checks(items: readonly Check[]): Html {
  return html`<ul class="checks">${items.map(
    ({ statement, answer, detail }) =>
      html`<li><span class="answer answer-${answer}"><span class="shape" aria-hidden="true">${ANSWER_SHAPES[answer]}</span>${answer}</span><span>${statement}${
        detail === null ? null : html`<span class="second">${detail}</span>`
      }</span></li>`,
  )}</ul>`;
}

export type Tone = "lead" | "rule" | "calm" | "good";

const TONE_SHAPES = { lead: "▲", rule: "■", calm: "●", good: "○" } as const;

/** A word with the shape of its tone. */
export function badge(word: string, tone: Tone): Html {
  return html`<span class="badge tone-${tone}"><span class="shape" aria-hidden="true">${TONE_SHAPES[tone]}</span>${word}</span>`;
}

export type Verdict = "improving" | "worsening" | "stable" | "meets target" | "misses target" | "cannot tell";

const VERDICTS = {
  improving: ["▲", "good"],
  worsening: ["▼", "look"],
  stable: ["●", "calm"],
  "meets target": ["✓", "good"],
  "misses target": ["✗", "look"],
  "cannot tell": ["?", "calm"],
} as const;

/** A metric's verdict in its own words, with a shape. */
export function verdict(word: Verdict): Html {
  const [shape, look] = VERDICTS[word];
  return html`<span class="verdict verdict-${look}"><span class="shape" aria-hidden="true">${shape}</span>${word}</span>`;
}

/** What a reader must know before reading on, above all what could not be judged and why. */
export function note(title: Content, body: Content): Html {
  return html`<div class="note"><p class="title">${title}</p><div>${body}</div></div>`;
}

/** One flag or one topic on its own ground. The tone shows as an edge, the badge says it in a word. */
export function card(parts: {
  readonly at: Anchor;
  readonly title: Content;
  readonly badge: Html;
  readonly tone: Tone;
  readonly meta: Content;
  readonly body: Html;
}): Html {
  const titleId = `${parts.at.id}-title`;
  return html`<article id="${parts.at}" class="card tone-${parts.tone}" aria-labelledby="${titleId}"><header><h3 id="${titleId}">${parts.title}</h3>${parts.badge}</header><p class="second">${parts.meta}</p>${parts.body}</article>`;
}

/** Blocks side by side where there is room, under each other where not. Each block begins with an h4. */
export function sides(...blocks: readonly { readonly title: string; readonly body: Html }[]): Html {
  return html`<div class="sides">${blocks.map(({ title, body }) => html`<div><h4>${title}</h4>${body}</div>`)}</div>`;
}

/** The committee's first page: short lists under plain headings; an empty list says so. */
export function shortLists(
  lists: readonly {
    readonly title: string;
    readonly items: readonly Content[];
    readonly none: string;
    readonly note?: Content;
  }[],
): Html {
  return html`<div class="three">${lists.map(
    ({ title, items, none, note }) =>
      html`<section><h2>${title}</h2>${items.length === 0 ? html`<p>${none}</p>` : list(items)}${note === undefined ? null : html`<p class="second">${note}</p>`}</section>`,
  )}</div>`;
}

/** A plain list. */
export function list(items: readonly Content[]): Html {
  return html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** A section with its heading. */
export function section(at: Anchor, title: string, body: Html): Html {
  return html`<section aria-labelledby="${at}"><h2 id="${at}">${title}</h2>${body}</section>`;
}

/** Folded on screen, open in print. */
export function disclosure(summary: Content, body: Html, { isOpen = false }: { readonly isOpen?: boolean } = {}): Html {
  return html`<details${attributes({ open: isOpen ? true : null })}><summary>${summary}</summary>${body}</details>`;
}
