/** Duties that policy declares and that no feed of the contract can show: noted once a night, judged by nobody. */
export const UNASSESSED: readonly { readonly subject: string; readonly reason: string }[] = [
  { subject: "guide-review", reason: "no feed carries classification guides and their days of review" },
  {
    subject: "portion-roll-up",
    reason: "no feed carries portion markings; lines are held against the register's instead (register-marking)",
  },
];
