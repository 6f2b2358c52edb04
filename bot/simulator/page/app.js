// The page keeps nothing: every change is read from the server's state.
import { el, post, toast } from "./dom.js";
import { Phone } from "./phone.js";
import { longDate } from "./when.js";

const phones = new Map(); // key → Phone
const tabs = new Map(); // key → tab
let shown = ""; // key of the phone in front on a narrow screen
let asking = false;
let askAgain = false;
let known = -1;

const narrow = matchMedia("(max-width: 719px)");

async function refresh() {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  try {
    const response = await fetch("state");
    if (response.ok) render(await response.json());
  } catch {
    toast("连不上演示程序");
  }
  asking = false;
  if (askAgain) {
    askAgain = false;
    refresh();
  }
}

function render(state) {
  known = state.changes;
  if (state.title) {
    document.title = state.title;
    document.getElementById("title").textContent = state.title;
  }
  document.getElementById("advance").hidden = !state.movable;
  document.getElementById("next").hidden = !state.jumps;
  showTime(state.now);
  for (const one of state.phones || []) {
    if (!phones.has(one.key)) add(one);
    phones.get(one.key).update(one, state.now);
    label(one);
  }
  if (!phones.has(shown) && phones.size > 0) bringForward(phones.keys().next().value);
  else lookAtShown();
}

function add(one) {
  const phone = new Phone(one);
  phones.set(one.key, phone);
  document.getElementById("phones").append(phone.node);
  phone.node.addEventListener("pointerdown", () => phone.look());
  phone.node.addEventListener("focusin", () => phone.look());
  const tab = el("button.tab", {
    type: "button", role: "tab", "data-tab": one.key, onclick: () => bringForward(one.key),
  }, el("span.dot." + one.kind), el("span.who"), el("b.badge"));
  tabs.set(one.key, tab);
  document.getElementById("tabs").append(tab);
}

function label(one) {
  const tab = tabs.get(one.key);
  tab.querySelector(".who").textContent = one.name;
  tab.title = one.role;
  const badge = tab.querySelector(".badge");
  badge.textContent = one.unread > 99 ? "99+" : String(one.unread);
  badge.hidden = one.unread === 0;
  tab.setAttribute("aria-label", `${one.role} ${one.name}` + (one.unread ? `，${one.unread} 条未读` : ""));
}

// bringForward shows the phone: alone on a narrow screen, scrolled to on a wide one.
function bringForward(key) {
  shown = key;
  for (const [each, phone] of phones) {
    phone.node.classList.toggle("front", each === key);
    tabs.get(each).setAttribute("aria-selected", String(each === key));
  }
  const phone = phones.get(key);
  phone.node.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  phone.toEnd();
  phone.look();
  tabs.get(key).scrollIntoView({ inline: "nearest", block: "nearest" });
}

// lookAtShown reads what arrives under the person's eyes: on the phone that
// has the focus, and on the only one that a narrow screen shows.
function lookAtShown() {
  if (document.visibilityState !== "visible") return;
  if (narrow.matches) phones.get(shown)?.look();
  for (const phone of phones.values()) {
    if (phone.node.contains(document.activeElement)) phone.look();
  }
}

function showTime(now) {
  const clock = document.getElementById("clock");
  if (clock.dateTime === now) return;
  clock.dateTime = now;
  clock.textContent = longDate(now);
}

function listen() {
  const events = new EventSource("events");
  events.onmessage = (event) => {
    const { changes, now } = JSON.parse(event.data);
    showTime(now);
    for (const phone of phones.values()) phone.showTime(now);
    if (changes !== known) refresh();
  };
}

// push moves the clock while no other button can.
async function push(path, body) {
  const all = document.querySelectorAll("#advance button");
  all.forEach((each) => (each.disabled = true));
  await post(path, body);
  all.forEach((each) => (each.disabled = false));
  refresh();
}

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => push("advance", { by: button.dataset.advance }));
}
document.getElementById("next").addEventListener("click", () => push("next", {}));

document.getElementById("picture").addEventListener("click", (event) => event.currentTarget.close());
document.addEventListener("visibilitychange", lookAtShown);
refresh().then(listen);
