import type { ApiError } from "budgeting-api-client";

export interface Notice {
  id: number;
  text: string;
  isError: boolean;
  retry?: () => Promise<unknown>;
  /** Why, where it can be tried again. */
  error?: ApiError;
}

const SHOWN_MS = 5000;

/** What is said at the edge of the page, aloud too. Errors stay until they are dismissed. */
export function useNotices() {
  const notices = useState<Notice[]>("notices", () => []);

  const takeOut = (gone: (notice: Notice) => boolean) => {
    notices.value = notices.value.filter((notice) => !gone(notice));
  };
  /** Nobody can try it again then. */
  function dismiss(id: number) {
    abandon(notices.value.find((notice) => notice.id === id)?.error);
    takeOut((notice) => notice.id === id);
  }
  async function again({ id, retry, error }: Notice) {
    takeOut((notice) => notice.id === id);
    await retry?.();
    abandon(error);
  }
  function show(notice: Omit<Notice, "id">) {
    const id = Math.max(0, ...notices.value.map((each) => each.id)) + 1;
    for (const same of notices.value.filter(({ text }) => text === notice.text)) dismiss(same.id);
    notices.value = [...notices.value, { id, ...notice }];
    if (!notice.isError) setTimeout(() => dismiss(id), SHOWN_MS);
  }

  /**
   * Runs a change that the API may refuse, and says so if it does. Whether it worked. `refused` is for those who say by
   * themselves what is wrong with what was sent.
   */
  async function attempt(
    action: () => Promise<unknown>,
    done?: string,
    refused?: (error: ApiError) => void,
  ): Promise<boolean> {
    try {
      await action();
      if (done) show({ text: done, isError: false });
      return true;
    } catch (caught) {
      const error = apiError(caught);
      if (refused && error.code === "validation_failed") {
        refused(error);
        return false;
      }
      show({
        text: explained(error),
        isError: true,
        ...(isPassing(error) ? { retry: () => attempt(action, done, refused), error } : {}),
      });
      return false;
    }
  }

  return {
    notices,
    dismiss,
    again,
    complain: (text: string) => show({ text, isError: true }),
    say: (text: string) => show({ text, isError: false }),
    attempt,
  };
}
