// Small building blocks. Text always goes in as text, never as markup.

// el("button.blue", {title: "x", onclick: f}, "text", child, …)
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length > 0) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

// icon draws a line icon from path data on a 24 × 24 grid.
export function icon(...paths) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

// link opens a page of the bureau beside this one; anything but a web address
// is shown as plain text.
export function link(address, attributes, ...children) {
  if (!/^https?:\/\//i.test(address || "")) return el("span", {}, ...children);
  return el("a", { ...attributes, href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export function toast(text) {
  const place = document.getElementById("toast");
  place.textContent = text;
  place.classList.add("seen");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => place.classList.remove("seen"), 2600);
}

// post sends one act and says whether it went through.
export async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return true;
    toast(response.status === 404 ? "这一项已经不能点了" : "没有送到，请看运行日志");
  } catch {
    toast("连不上演示程序");
  }
  return false;
}
