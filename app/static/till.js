// The till works without this module; with it, a lost answer is asked for again, a double tap counts once,
// and the time left for undoing runs down before your eyes.

const PATIENCE_MS = 8000;
const PAUSE_MS = 1500;

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    askUntilAnswered(form);
  });
}

// The form carries a key, so asking again never does it twice.
async function askUntilAnswered(form) {
  for (;;) {
    const answer = await ask(form);
    if (answer?.redirected) return location.assign(answer.url);
    if (answer && answer.status < 500) return show(await answer.text());
    const status = form.querySelector("[data-status]");
    status.textContent = form.dataset.unknown;
    status.hidden = false;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function ask(form) {
  try {
    return await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return null;
  }
}

function show(page) {
  const parsed = new DOMParser().parseFromString(page, "text/html");
  document.title = parsed.title;
  document.querySelector("#main").replaceWith(parsed.querySelector("#main"));
  start();
}

function start() {
  document.querySelector("[data-focus]")?.focus();
  document.querySelector("#code")?.select();
  for (const button of document.querySelectorAll("[data-countdown]")) countDown(button);
  document.documentElement.dataset.helped = "yes";
}

function countDown(button) {
  const end = performance.now() + Number(button.dataset.countdown) * 1000;
  const timer = setInterval(tell, 1000);
  tell();

  function tell() {
    const left = Math.round((end - performance.now()) / 1000);
    if (left <= 0) {
      clearInterval(timer);
      button.form.remove();
      document.querySelector("[data-undo-hint]")?.remove();
      return;
    }
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    button.textContent = button.dataset.label.replace("{left}", clock);
  }
}

// A scanner gun types a code and Enter, wherever the focus is: that must open the next offer, never press a button.
const GUN_PAUSE_MS = 250;
const GUN_LENGTH = 8;
let typed = "";
let typedAt = 0;

addEventListener("keydown", (event) => {
  if (event.target.closest("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.timeStamp - typedAt > GUN_PAUSE_MS) typed = "";
  typedAt = event.timeStamp;
  if (event.key.length === 1) {
    typed += event.key;
  } else if (event.key === "Enter" && typed.length >= GUN_LENGTH) {
    event.preventDefault();
    location.assign(`/store/offer?code=${encodeURIComponent(typed)}`);
  }
}, { capture: true });

// A page that the back button brought up again would show the last guest: ask for it anew.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

start();
