import type { Schemas } from "budgeting-api-client";

type Tree = Schemas["MonthTree"];

/** A month with all that is in it, and what changes that. Amounts are sent in currency units, and shown in cents. */
export function useMonth(id: MaybeRefOrGetter<number>) {
  const month = useBudgetingData("/api/months/{id}", () => ({ id: toValue(id) }));
  return extended(month, ({ mutate }) => ({
    update: (body: Schemas["UpdateMonth"]) =>
      mutate(
        (draft) => ({ ...draft, ...body, income: body.income === undefined ? draft.income : toCents(body.income) }),
        (api) => api("patch", "/api/months/{id}", { id: toValue(id), body }),
      ),

    addFixedPayment: (body: Omit<Schemas["CreateFixedPayment"], "monthId">) =>
      mutate(asItIs, (api) => api("post", "/api/fixed-payments", { body: { monthId: toValue(id), ...body } })),
    updateFixedPayment: (paymentId: number, body: Schemas["UpdateFixedPayment"]) =>
      mutate(
        (draft) => assigned(draft, byId(draft.fixedPayments, paymentId), inCents(body, "amount")),
        (api) => api("patch", "/api/fixed-payments/{id}", { id: paymentId, body }),
      ),
    removeFixedPayment: (paymentId: number) =>
      mutate(
        (draft) => ({ ...draft, fixedPayments: without(draft.fixedPayments, paymentId) }),
        (api) => api("delete", "/api/fixed-payments/{id}", { id: paymentId }),
      ),

    addCategory: (body: Omit<Schemas["CreateCategory"], "monthId">) =>
      mutate(asItIs, (api) => api("post", "/api/categories", { body: { monthId: toValue(id), ...body } })),
    updateCategory: (categoryId: number, body: Schemas["UpdateCategory"]) =>
      mutate(
        (draft) => assigned(draft, byId(draft.categories, categoryId), inCents(body, "allocatedAmount")),
        (api) => api("patch", "/api/categories/{id}", { id: categoryId, body }),
      ),
    removeCategory: (categoryId: number) =>
      mutate(
        (draft) => ({ ...draft, categories: without(draft.categories, categoryId) }),
        (api) => api("delete", "/api/categories/{id}", { id: categoryId }),
      ),

    /** Without a `transactionDate` it is of today, as the visitor's calendar has it. */
    addTransaction: (given: Schemas["CreateTransaction"]) => {
      const body = { ...given, transactionDate: given.transactionDate ?? secondsOf(today()) };
      const made = draftOf(body);
      return mutate(
        (draft) => {
          byId(draft.categories, body.categoryId)?.transactions.unshift({ ...made });
          return draft;
        },
        (api) => api("post", "/api/transactions", { body }),
      );
    },
    updateTransaction: (transactionId: number, body: Schemas["UpdateTransaction"]) =>
      mutate(
        (draft) => assigned(draft, byId(transactionsOf(draft), transactionId), inCents(body, "amount")),
        (api) => api("patch", "/api/transactions/{id}", { id: transactionId, body }),
      ),
    removeTransaction: (transactionId: number) =>
      mutate(
        (draft) => {
          for (const category of draft.categories) {
            category.transactions = without(category.transactions, transactionId);
          }
          return draft;
        },
        (api) => api("delete", "/api/transactions/{id}", { id: transactionId }),
      ),
  }));
}

const transactionsOf = (month: Tree) => month.categories.flatMap((category) => category.transactions);

let drafts = 0;

/** As the API will answer it but for its id and times, which only the API knows; the id is below 0 until then. */
function draftOf(body: Schemas["CreateTransaction"] & { transactionDate: number }): Schemas["Transaction"] {
  const now = Math.floor(Date.now() / 1000);
  drafts += 1;
  return {
    id: -drafts,
    categoryId: body.categoryId,
    amount: toCents(body.amount),
    description: body.description ?? null,
    transactionDate: body.transactionDate,
    createdAt: now,
    updatedAt: now,
  };
}

/** To be shown until the API has answered; it computes exactly. */
const toCents = (units: number) => Math.round(units * 100);

/** A body with its amount as the API answers it. */
function inCents<Body extends object>(body: Body, name: keyof Body): Body {
  const units = body[name];
  return typeof units === "number" ? { ...body, [name]: toCents(units) } : body;
}
