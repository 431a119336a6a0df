/** What a composable gives, with more beside it; to be awaited like the one it is made of. */
export function extended<Base extends object, More extends object>(
  read: Promise<Base> & Base,
  more: (base: Base) => More,
): Promise<Base & More> & Base & More {
  const both = { ...more(read) };
  return Object.assign(
    read.then((base) => ({ ...base, ...both })),
    read,
    both,
  ) as Promise<Base & More> & Base & More;
}
