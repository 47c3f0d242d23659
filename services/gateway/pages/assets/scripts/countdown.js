// Counts down on the server's time: its instant came with the page, and only what has passed since
// is measured here. The clock of this computer is never asked what time it is.
const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60;
const SLEPT_MILLISECONDS = 5_000;
const GRACE_MILLISECONDS = 500; // so that the server has moved on for certain

function words(seconds) {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / MINUTE);
  const rest = Math.floor(seconds % MINUTE);
  if (days) return `${days}天${hours}小时${minutes}分`;
  if (hours) return `${hours}小时${minutes}分${rest}秒`;
  return `${minutes}分${rest}秒`;
}

function start(element) {
  const left = element.querySelector("[data-left]");
  const until = Date.parse(element.dataset.until);
  let server = Date.parse(element.dataset.now);
  let read = performance.now();
  let ticked = read;

  async function askAgain() {
    const answer = await fetch("/now", { cache: "no-store" });
    if (answer.ok) {
      server = Date.parse(await answer.text());
      read = performance.now();
      ticked = read;
      show();
    }
  }

  function show() {
    const remaining = until - server - (performance.now() - read);
    if (remaining < -GRACE_MILLISECONDS) {
      clearInterval(timer);
      location.reload(); // what comes next is the server's to say
      return;
    }
    left.textContent = words(Math.max(Math.ceil(remaining / 1_000), 0));
  }

  function tick() {
    const slept = performance.now() - ticked > SLEPT_MILLISECONDS;
    ticked = performance.now();
    if (slept) askAgain().catch(() => {});
    show();
  }

  const timer = setInterval(tick, 1_000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") askAgain().catch(() => {});
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) askAgain().catch(() => {});
  });
  show();
}

for (const element of document.querySelectorAll("[data-countdown]")) start(element);
