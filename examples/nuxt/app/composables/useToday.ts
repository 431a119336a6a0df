/**
 * The day that it is where the visitor is, as `2026-03-14`. Until the page is in the browser it is the server's, which cannot
 * know better.
 */
export function useToday() {
  const day = useState("today", () => today());
  onMounted(() => {
    day.value = today();
  });
  return day;
}
