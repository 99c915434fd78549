/** Forms, for the pages of the review application alone. Targets are at least 24 px high (WCAG 2.2, 2.5.8). */
export const FORM_STYLE = `
form{margin:1rem 0}
fieldset{border:1px solid var(--line);padding:.5rem 1rem 1rem;margin:0 0 1rem;min-width:0}
legend{font-weight:600;padding:0 .375rem}
th .second{display:block}
.choice{display:grid;grid-template-columns:1.5rem 1fr;gap:.25rem .5rem;padding:.375rem 0;align-items:start;min-height:1.5rem}
.choice input{width:1.125rem;height:1.125rem;margin:.2rem 0 0;accent-color:var(--accent)}
.field{display:block;margin:0 0 1rem}
.field>span{display:block;font-weight:600;margin:0 0 .25rem}
input[type=text],input[type=password],textarea{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:2px;padding:.5rem .625rem;width:100%;max-width:46rem}
textarea{min-height:5rem;resize:vertical}
button{font:inherit;font-weight:600;color:var(--on-bar);background:var(--bar);border:1px solid var(--bar);border-radius:2px;padding:.5rem 1rem;cursor:pointer;min-height:2.5rem}
button.plain{background:none;color:var(--accent);border-color:var(--soft)}
kbd{font:inherit;font-size:.8125rem;border:1px solid var(--line);border-radius:2px;padding:0 .3rem;background:var(--wash)}
.who{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;font-size:.875rem;margin:.75rem 0 0}
.who form{margin:0}.who button{padding:.125rem .625rem;min-height:1.75rem;font-size:.875rem}
.undo{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center}.undo form{margin:0}
.steps{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin:1rem 0}.steps a{padding:.25rem 0}
.error{color:var(--look);font-weight:600}
`;
