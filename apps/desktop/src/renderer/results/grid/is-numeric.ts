/** Whether cells of this type stand on the right. */
export function isNumeric(type: string): boolean {
  return /^(u?int|float|decimal|duration)/i.test(type);
}

/** Whether rows can be put in order by a column, as its type is written. */
export function isSortable(type: string): boolean {
  return !/^(list|struct|map|fixedsize|union|interval)/i.test(type);
}
