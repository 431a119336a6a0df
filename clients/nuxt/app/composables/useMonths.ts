import type { Schemas } from "budgeting-api-client";

/** All months, newest first, and what makes, changes and removes them. `income` is sent in currency units. */
export function useMonths() {
  const months = useBudgetingData("/api/months", () => ({}));
  return extended(months, ({ mutate }) => ({
    create: (body: Schemas["CreateMonth"]) =>
      mutate(
        (list) => list, // its place in the list and its id are the API's to say
        (api) => api("post", "/api/months", { body }),
      ),
    remove: (id: number) =>
      mutate(
        (list) => list.filter((month) => month.id !== id),
        (api) => api("delete", "/api/months/{id}", { id }),
      ),
  }));
}

/** The newest month's `id`, `year` and `month`; all `null` where there is none. */
export const useLatestMonth = () => useBudgetingData("/api/months/latest", () => ({}));

/** A month with all that is in it. Amounts are sent in currency units, and shown in cents. */
export function useMonth(id: MaybeRefOrGetter<number>) {
  const month = useBudgetingData("/api/months/{id}", () => ({ id: toValue(id) }));
  return extended(month, ({ mutate }) => ({
    update: (body: Schemas["UpdateMonth"]) =>
      mutate(
        (draft) => ({
          ...draft,
          ...body,
          income: body.income === undefined ? draft.income : cents(body.income),
        }),
        (api) => api("patch", "/api/months/{id}", { id: toValue(id), body }),
      ),
    addTransaction: (body: Schemas["CreateTransaction"]) =>
      mutate(
        (draft) => {
          draft.categories.find((category) => category.id === body.categoryId)?.transactions.unshift(draftOf(body));
          return draft;
        },
        (api) => api("post", "/api/transactions", { body }),
      ),
    removeTransaction: (transactionId: number) =>
      mutate(
        (draft) => {
          for (const category of draft.categories) {
            category.transactions = category.transactions.filter((transaction) => transaction.id !== transactionId);
          }
          return draft;
        },
        (api) => api("delete", "/api/transactions/{id}", { id: transactionId }),
      ),
  }));
}

/** What is left of a month, overall and by category. */
export const useMonthSummary = (id: MaybeRefOrGetter<number>) =>
  useBudgetingData("/api/months/{id}/summary", () => ({ id: toValue(id) }));

/** As the API will answer it but for its id and times, which only the API knows; the id is below 0 until then. */
function draftOf({
  categoryId,
  amount,
  description,
  transactionDate,
}: Schemas["CreateTransaction"]): Schemas["Transaction"] {
  const now = Math.floor(Date.now() / 1000);
  return {
    id: -now,
    categoryId,
    amount: cents(amount),
    description: description ?? null,
    transactionDate: transactionDate === undefined ? now : transactionDate,
    createdAt: now,
    updatedAt: now,
  };
}

/** To be shown until the API has answered; it computes exactly. */
const cents = (units: number) => Math.round(units * 100);
