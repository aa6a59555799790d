// The phone: it shows what the server says the customer would see. Everything is set as text, nothing as markup.

const phone = document.querySelector("#main");
const find = (name) => phone.querySelector(`[data-${name}]`);
const chat = find("chat");
const customers = find("customer");
const scenes = find("scenes");
let following = false;

customers.addEventListener("change", open);
find("say").addEventListener("submit", say);
find("more").addEventListener("click", toggleMore);
find("close-scenes").addEventListener("click", () => scenes.close());
for (const button of phone.querySelectorAll("[data-open-scenes]")) button.addEventListener("click", () => scenes.showModal());
for (const button of phone.querySelectorAll("[data-scene]")) button.addEventListener("click", () => scan(button.dataset.scene));
for (const button of phone.querySelectorAll("[data-action]")) button.addEventListener("click", () => tap(button));

if (customers.options.length) {
  const last = sessionStorage.getItem("customer");
  if ([...customers.options].some((option) => option.value === last)) customers.value = last;
  open();
}

async function open() {
  const customer = customers.value;
  sessionStorage.setItem("customer", customer);
  const screen = await fetchScreen(`/sandbox/chat?customer=${encodeURIComponent(customer)}`);
  if (customer !== customers.value) return;
  chat.replaceChildren();
  show(screen);
}

function say(event) {
  event.preventDefault();
  const input = event.target.elements.value;
  const text = input.value;
  if (!text.trim()) return;
  input.value = "";
  append({ side: "me", text });
  act("text", text);
}

function scan(scene) {
  scenes.close();
  act(following ? "scan" : "follow", scene);
}

function tap(button) {
  const { action, value, media } = button.dataset;
  if (media) append({ side: "me", media });
  if (!find("more-panel").hidden) toggleMore();
  act(action, value ?? "");
}

function toggleMore() {
  const panel = find("more-panel");
  panel.hidden = !panel.hidden;
  find("more").setAttribute("aria-expanded", String(!panel.hidden));
  chat.scrollTop = chat.scrollHeight;
}

async function act(action, value) {
  const customer = customers.value;
  const typing = append({ typing: true });
  const screen = await fetchScreen("/sandbox/send", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customer, action, value }),
  });
  typing.remove();
  if (customer === customers.value) show(screen);
}

async function fetchScreen(address, options) {
  try {
    return await (await fetch(address, options)).json();
  } catch {
    return { bubbles: [{ side: "note", text: phone.dataset.offline }] };
  }
}

function show(screen) {
  for (const bubble of screen.bubbles) append(bubble);
  following = screen.following ?? following;
  find("stranger").hidden = following;
  find("controls").hidden = !following;
  chat.scrollTop = chat.scrollHeight;
}

function append(bubble) {
  const element = make("div", `bubble bubble_${bubble.typing ? "shop typing" : bubble.side}${bubble.media ? " bubble_media" : ""}`);
  if (bubble.typing) element.append(dots());
  if (bubble.media) element.append(make("p", "", bubble.media));
  if (bubble.text) element.append(make("p", "", bubble.text));
  if (bubble.cards?.length) element.append(news(bubble.cards));
  for (const voucher of bubble.vouchers ?? []) element.append(coupon(voucher));
  chat.append(element);
  chat.scrollTop = chat.scrollHeight;
  return element;
}

function dots() {
  const line = make("p");
  line.append(make("i"), make("i"), make("i"), make("span", "hidden", phone.dataset.typing));
  return line;
}

function news(cards) {
  const list = make("div", "news");
  for (const card of cards) {
    const item = make("div", "news__card");
    item.append(make("strong", "", card.title), make("small", "", card.description), make("small", "", card.url));
    list.append(item);
  }
  return list;
}

function coupon({ code, qr, till }) {
  const card = make("div", "voucher");
  const picture = make("img");
  picture.src = qr;
  picture.alt = "";
  const link = make("a", "", phone.dataset.openTill);
  link.href = till;
  card.append(picture, make("code", "", code), link);
  return card;
}

function make(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}
