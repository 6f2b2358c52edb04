// What stands in a conversation.
import { el, icon, link } from "./dom.js";
import { card, notice } from "./card.js";
import { markdown } from "./markdown.js";

const pin = "M12 21s7-6.500 7-11.500a7 7 0 1 0-14 0C5 14.500 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z";

// avatar is a coloured square with one character; the same name always gets
// the same colour.
export function avatar(name, kind) {
  const letters = [...(name || "？")];
  let sum = 0;
  for (const letter of letters) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  const mark = kind === "bureau" ? letters[0] : letters.at(-1);
  return el("span.avatar." + kind + ".tone" + (sum % 6), { "aria-hidden": "true" }, mark);
}

// bubbleRow is a bubble with its avatar and, above it, the time when due.
export function bubbleRow(bubble, above, phone, act) {
  const row = el("div.row", { "data-bubble": bubble.id, "data-kind": bubble.kind });
  if (above) row.append(el("div.when", {}, above));
  if (bubble.kind === "unavailable") {
    row.append(el("div.system", {}, "该公众号暂时无法提供服务，请稍后再试"));
    return row;
  }
  if (bubble.kind === "notice" || (bubble.kind === "card" && phone.kind === "wecom") || bubble.kind === "news") {
    row.classList.add("wide");
  }
  const mine = bubble.from === "me";
  row.classList.add(mine ? "mine" : "theirs");
  row.append(el("div.line", {},
    mine ? avatar(phone.name, "person") : avatar(phone.account, "bureau"),
    content(bubble, phone, act)));
  return row;
}

function content(bubble, phone, act) {
  switch (bubble.kind) {
    case "image": return image(bubble, phone);
    case "voice": return voice(bubble);
    case "video": return el("div.bubble.film", {}, icon("M8 5l11 7-11 7z"), "视频");
    case "file": return fileBox(bubble, phone);
    case "location": return map(bubble);
    case "link": case "news": return articles(bubble);
    case "notice": return notice(bubble);
    case "card": return card(bubble, act);
    case "markdown": return el("div.bubble.marked", {}, ...markdown(bubble.text));
    default: return words(bubble, act);
  }
}

function words(bubble, act) {
  return el("div.bubble", {}, ...(bubble.parts || []).map((part) => {
    if (part.choice || part.content) {
      return el("button.choice", {
        type: "button", "data-choice": part.choice,
        onclick: () => act("tap", { bubble: bubble.id, choice: part.choice || part.content }),
      }, part.text);
    }
    if (part.url) return link(part.url, {}, part.text);
    return part.text;
  }));
}

function image(bubble, phone) {
  const source = `media/${phone.kind}/${encodeURIComponent(bubble.media)}`;
  return el("button.bubble.picture", {
    type: "button", "aria-label": "放大图片",
    onclick: () => {
      const viewer = document.getElementById("picture");
      viewer.querySelector("img").src = source;
      viewer.showModal();
    },
  }, el("img", { src: source, alt: "图片" }));
}

function voice(bubble) {
  const box = el("div.voiced", {}, el("div.bubble.voice", {}, icon("M6 9a4 4 0 0 1 0 6M10 6.500a8 8 0 0 1 0 11M14 4a12 12 0 0 1 0 16"), "5″"));
  if (bubble.text) box.append(el("div.heard", {}, bubble.text));
  return box;
}

function fileBox(bubble, phone) {
  return el("a.bubble.file", { href: `media/${phone.kind}/${encodeURIComponent(bubble.media)}`, download: bubble.text },
    el("span.filename", {}, bubble.text), el("span.sheet", { "aria-hidden": "true" }, (bubble.text || "").split(".").at(-1).slice(0, 4)));
}

function map(bubble) {
  return el("div.bubble.map", {},
    el("div.label", {}, bubble.text || "位置"),
    el("div.ground", { "aria-hidden": "true" }, icon(pin)));
}

function articles(bubble) {
  return el("div.bubble.articles", {}, ...(bubble.articles || []).map((article) =>
    link(article.url, { class: "article" },
      el("b", {}, article.title), el("span", {}, article.description || ""))));
}
