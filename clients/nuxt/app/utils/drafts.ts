// What changes of data that is shown before the API has agreed are made of.

/** For what only the API can say, such as an id: nothing is shown until it has. */
export const asItIs = <Data>(draft: Data): Data => draft;

export const byId = <Item extends { id: number }>(items: Item[], id: number): Item | undefined =>
  items.find((item) => item.id === id);

export const without = <Item extends { id: number }>(items: Item[], id: number): Item[] =>
  items.filter((item) => item.id !== id);

/** The draft, with some of an item's members in it set, if the item is still there. */
export function assigned<Data>(draft: Data, item: object | undefined, members: object): Data {
  Object.assign(item ?? {}, members);
  return draft;
}
