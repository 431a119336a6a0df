import type { ApiError } from "budgeting-api-client";

/**
 * What is typed in a cell, which is edited where it stands. It is `draft` until it is sent, and again if the API refuses it:
 * then `fault` says why, to be shown beside it, and the cell has the focus unless something is typed elsewhere meanwhile.
 */
export function useCell<Value>(
  input: Readonly<Ref<HTMLInputElement | null>>,
  save: (value: Value) => Promise<unknown>,
) {
  const { attempt, complain } = useNotices();
  const draft = ref<string>();
  const fault = ref<string>();
  const refused = ref<string>();

  function takeBack() {
    draft.value = fault.value = refused.value = undefined;
  }

  async function send(value: Value) {
    const text = draft.value;
    takeBack();
    const typing = typingOutside(input);
    await attempt(
      () => save(value),
      undefined,
      (error) => {
        // Something else may be typed here by now, or the cell be gone.
        if (!input.value || draft.value !== undefined) return complain(reasons(error));
        draft.value = refused.value = text;
        fault.value = reasons(error);
        if (!typing.isSeen()) input.value.focus();
      },
    );
    typing.stop();
  }

  /** Whether it is what the API has refused, which it would refuse again. */
  const isRefused = () => draft.value !== undefined && draft.value === refused.value;

  return { draft, fault, isRefused, send, takeBack };
}

const reasons = (error: ApiError) => error.fields.map(({ message }) => message).join(". ") || error.message;

/** Whether anything is typed from now on that is not typed in a field. */
function typingOutside(field: Readonly<Ref<HTMLInputElement | null>>) {
  let seen = false;
  const note = ({ target }: Event) => {
    seen ||= target !== field.value;
  };
  document.addEventListener("input", note);
  return { isSeen: () => seen, stop: () => document.removeEventListener("input", note) };
}
