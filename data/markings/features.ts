import type { Policy } from "../policy/policy.js";
import type { AeaMarking, Marking, SciItem } from "./model.js";

/** The features of one control system: `SCI`, `SCI:SI`, `SCI:SI-G` (its GAMMA compartment), `SCI:RSV-` (has compartments). */
export function sciFeature(policy: Policy, item: SciItem): string[] {
  const known = policy.controls.get(item.system);
  const id = known?.category === "sci" ? known.id : null;
  const found = ["SCI", id === "HCS" || id === "KDK" ? `SCI:${id}` : "SCI:other"];
  if (id !== null && id !== "HCS" && id !== "KDK") found.push(`SCI:${id}`);
  if (id !== null && item.compartments.length > 0) found.push(`SCI:${id}-`);
  if (id === "SI" && item.compartments.some(({ name }) => name === "G" || name === "GAMMA")) found.push("SCI:SI-G");
  return found;
}

/** `RD`, `FRD`, `TFNI`, `DCNI` or `UCNI`; `CNWDI`; `SIGMA`. */
export function aeaFeature(item: AeaMarking): string[] {
  return [item.type, ...(item.is_cnwdi ? ["CNWDI"] : []), ...(item.sigmas.length > 0 ? ["SIGMA"] : [])];
}

/** The names under which the pack's rules speak of a marking's parts; control ids stand for themselves. */
export function featuresOf(marking: Marking, policy: Policy, home: string): ReadonlySet<string> {
  const found = new Set<string>([
    `FORM:${marking.form}`,
    ...marking.nato,
    ...marking.controls,
    ...marking.other,
    ...marking.handling,
    ...marking.descriptors,
    ...marking.sci.flatMap((item) => sciFeature(policy, item)),
    ...marking.aea.flatMap(aeaFeature),
  ]);
  if (marking.authority === "NATO" || marking.authority === "COSMIC") found.add(marking.authority);
  if (marking.form === "joint" && marking.owners.includes(home)) found.add("JOINT:home");
  if (marking.sap !== null) found.add("SAP");
  if (marking.accm.length > 0) found.add("ACCM");
  if (marking.fgi !== null) found.add("FGI").add(marking.fgi.codes.length > 0 ? "FGI:open" : "FGI:protected");
  if (marking.rel !== null) found.add("REL TO");
  if (marking.display !== null) found.add("DISPLAY ONLY");
  if (marking.eyes !== null) found.add("EYES ONLY");
  return found;
}
