import type { Playbook, Rung } from "../../data/dossier.js";
import { type Html, html, logged } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay } from "../charts/format.js";
import { list } from "../page/parts.js";
import { table } from "../page/table.js";

/** The first rung whose time is not up, or the last that has passed: what is due. */
export function nextRung({ rungs }: Playbook): Rung | null {
  return rungs.find(({ state }) => state === "open") ?? rungs.at(-1) ?? null;
}

/** "first look by 12:00 on 4 June 2026", with what has passed said. */
export function dueWords(playbook: Playbook): string {
  const next = nextRung(playbook);
  if (next === null) return "Next steps: nothing is due";
  if (next.state === "done") return "Next steps: decided";
  const passed = playbook.rungs.filter(({ state }) => state === "passed").length;
  const due = `${next.rung} ${next.state === "passed" ? "was due" : "is due"} by ${next.due_time} on ${formatDay(next.due_day)}`;
  return `Next steps: ${due}${passed === 0 ? "" : `; ${passed} of ${playbook.rungs.length} clocks have run out`}`;
}

const STATE_WORDS = { open: "running", passed: "time is up", done: "done" } as const;

/** What to do, whom to ask, and the clock of each rung of escalation. */
export function playbook(flag_id: string, plan: Playbook): Html {
  return html`<ol>${plan.steps.map((step) => html`<li>${step}</li>`)}</ol>${
    plan.contacts.length === 0
      ? null
      : html`<p>Whom to ask:</p>${list(plan.contacts.map(({ who, name }) => html`${who}${name === null ? null : html` ${logged(name)}`}`))}`
  }${plan.rungs.length === 0 ? html`<p>It was withdrawn: no clock runs.</p>` : clocks(flag_id, plan)}`;
}

function clocks(flag_id: string, { rungs }: Playbook): Html {
  return table({
    at: anchor("rungs", flag_id),
    caption: "Clock of each rung",
    note: "Calendar hours, from the settings, from the end of the night on which it was first listed; home zone. A decision ends every clock.",
    columns: [{ head: "Rung" }, { head: "Whom" }, { head: "Due", isTight: true }, { head: "Clock" }],
    rows: rungs.map(({ rung, whom, due_day, due_time, within_hours, state }) => [
      rung,
      whom,
      html`${due_time}, ${formatDay(due_day)} <span class="second">after ${within_hours} h</span>`,
      STATE_WORDS[state],
    ]),
    isStacked: true,
  });
}
