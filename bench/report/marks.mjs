/**
 * A page with each text between its marks.
 *
 * @param {string} page
 * @param {Record<string, string>} texts by mark
 */
export function fillMarks(page, texts) {
  let filled = page;
  for (const [mark, text] of Object.entries(texts)) {
    const [begin, end] = [`<!-- ${mark}: begin -->`, `<!-- ${mark}: end -->`];
    if (!page.includes(begin) || !page.includes(end)) throw new Error(`The page has no place for ${begin} ... ${end}`);
    filled = filled.replace(new RegExp(`${begin}.*?${end}`, "s"), () => `${begin}\n${text}\n${end}`);
  }
  return filled;
}
