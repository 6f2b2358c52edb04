// The little markdown that WeCom understands: headings, quotes, bold, links,
// code and three font colours.
import { el, link } from "./dom.js";

const inline = /\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|`([^`]+)`|<font color="(info|comment|warning)">(.+?)<\/font>/g;

function runs(line) {
  const out = [];
  let rest = 0;
  for (const found of line.matchAll(inline)) {
    out.push(line.slice(rest, found.index));
    const [all, bold, label, address, code, colour, coloured] = found;
    if (bold) out.push(el("b", {}, bold));
    else if (label) out.push(link(address, {}, label));
    else if (code) out.push(el("code", {}, code));
    else out.push(el("span." + colour, {}, coloured));
    rest = found.index + all.length;
  }
  out.push(line.slice(rest));
  return out;
}

export function markdown(text) {
  return text.split("\n").map((line) => {
    const heading = /^#{1,6} (.*)$/.exec(line);
    if (heading) return el("h4", {}, ...runs(heading[1]));
    const quote = /^> ?(.*)$/.exec(line);
    if (quote) return el("blockquote", {}, ...runs(quote[1]));
    return el("div", {}, ...runs(line));
  });
}
