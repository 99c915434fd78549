import { createHash } from "node:crypto";
import { type Html, html, trusted } from "../border/html.js";
import type { Anchor } from "../border/slug.js";
import { FORM_STYLE } from "./form-style.js";
import { markingOnEveryPage } from "./marking.js";
import { STYLE } from "./style.js";

/** Opens what is folded for printing in browsers that do not know ::details-content, and folds it again. */
const PRINT_SCRIPT = `addEventListener("beforeprint",()=>{for(const d of document.querySelectorAll("details:not([open])")){d.open=true;d.dataset.folded=""}});addEventListener("afterprint",()=>{for(const d of document.querySelectorAll("details[data-folded]")){d.open=false;delete d.dataset.folded}});`;

/** What a page consists of. */
export interface PageParts {
  /** Of the window and of history lists. */
  readonly title: string;
  /** BCP 47; the reports are written in English. */
  readonly lang?: string;
  /** The banner line: at the top, at the foot, and on every printed page. From settings or a roll-up, never from a log. */
  readonly marking: string;
  readonly heading: string;
  /** One line under the heading: for whom, as of when, from which settings and feeds. */
  readonly standfirst: Html | string;
  /** The night or period the page is about, as written for readers; stands in the foot. */
  readonly about: string;
  /** Sections to jump to. */
  readonly contents?: readonly { readonly label: string; readonly to: Anchor }[];
  readonly body: Html;
  /** How it was made and how it is checked. */
  readonly colophon?: Html | string | null;
  /** A constant script that only adds (keys, filter, sort); the page is whole without it. */
  readonly script?: string | null;
  /** The page has forms, which go to where it came from; it is then styled for them. */
  readonly hasForms?: boolean;
}

/** 'sha256-…' of an inline style or script. Source: CSP Level 3, 2.3.1. */
function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}

/** What a page consists of beside its words: its style, its scripts and the policy that admits them alone. */
function frameOf({ marking, script = null, hasForms = false }: PageParts) {
  const style = STYLE + (hasForms ? FORM_STYLE : "") + markingOnEveryPage(marking);
  const scripts = [PRINT_SCRIPT, ...(script ? [script] : [])];
  if (scripts.some((one) => /<\/script|<!--/i.test(one))) throw new Error("a script that would end its element");
  const policy = `default-src 'none'; style-src ${hashSource(style)}; script-src ${scripts.map(hashSource).join(" ")}; base-uri 'none'; form-action ${hasForms ? "'self'" : "'none'"}`;
  return { style, scripts, policy };
}

/** The content security policy of a page, for a server that sends it as a header too. */
export function policyOf(parts: PageParts): string {
  return frameOf(parts).policy;
}

/**
 * One self-contained document: its styles and scripts are inline and named by their hashes, everything else is refused
 * by its own content security policy, and nothing is fetched. The same parts give the same bytes.
 */
export function page(parts: PageParts): string {
  const {
    title,
    lang = "en",
    marking,
    heading,
    standfirst,
    about,
    contents = [],
    body,
    colophon = null,
    hasForms = false,
  } = parts;
  const { style, scripts, policy } = frameOf(parts);
  /** A form whose page sends no referrer at all is sent as from no origin, and could not be told from a foreign one. */
  const referrer = hasForms ? "same-origin" : "no-referrer";
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="${referrer}"><meta name="color-scheme" content="light dark"><style>${style}</style>`;
  const banner = html`<p class="marking">${marking}</p>`;
  const nav =
    contents.length === 0
      ? null
      : html`<nav class="contents" aria-label="Sections"><ul>${contents.map(
          ({ label, to }) => html`<li><a href="${to}">${label}</a></li>`,
        )}</ul></nav>`;
  const main = html`<main id="main" class="sheet" tabindex="-1">${body}</main>`;
  const whole = html`${trusted("<!doctype html>\n")}<html lang="${lang}"><head>${trusted(head)}<title>${title}</title></head>
<body>${trusted('<a class="skip" href="#main">To the content</a>')}
<header>${banner}<div class="sheet"><div class="masthead"><h1>${heading}</h1><p class="standfirst">${standfirst}</p>${nav}</div></div></header>
${main}
<footer><div class="sheet"><div class="colophon"><p>${about}</p>${colophon === null ? null : html`<p>${colophon}</p>`}</div></div>${banner}</footer>
${scripts.map((script) => trusted(`<script>${script}</script>`))}</body></html>
`;
  return whole.markup;
}
