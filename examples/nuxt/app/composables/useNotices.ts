export interface Notice {
  id: number;
  text: string;
  isError: boolean;
  retry?: () => void;
}

const SHOWN_MS = 5000;

/** What is said at the edge of the page, aloud too. Errors stay until they are dismissed. */
export function useNotices() {
  const notices = useState<Notice[]>("notices", () => []);

  const dismiss = (id: number) => {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  };
  function show(notice: Omit<Notice, "id">) {
    const id = Math.max(0, ...notices.value.map((each) => each.id)) + 1;
    notices.value = [...notices.value.filter(({ text }) => text !== notice.text), { id, ...notice }];
    if (!notice.isError) setTimeout(() => dismiss(id), SHOWN_MS);
  }

  /** Runs a change that the API may refuse, and says so if it does. Whether it worked. */
  async function attempt(action: () => Promise<unknown>, done?: string): Promise<boolean> {
    try {
      await action();
      if (done) show({ text: done, isError: false });
      return true;
    } catch (caught) {
      const error = apiError(caught);
      show({
        text: explained(error),
        isError: true,
        ...(isPassing(error) ? { retry: () => attempt(action, done) } : {}),
      });
      return false;
    }
  }

  return {
    notices,
    dismiss,
    complain: (text: string) => show({ text, isError: true }),
    say: (text: string) => show({ text, isError: false }),
    attempt,
  };
}
