/**
 * Nation and group codes in the order of release lists: `first` (the home nation, if it is among them), trigraphs
 * alphabetical, then tetragraphs alphabetical.
 *
 * source  DoDM 5200.01-V2 Encl. 4 paras. 9.d, 10.e.4, 10.g.5; IC ISM V10 CVEnumISMRelTo
 */
export function listOrder(codes: readonly string[], first?: string): string[] {
  const place = (code: string) => (code === first ? 0 : code.length <= 3 ? 1 : 2);
  return codes.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0));
}
