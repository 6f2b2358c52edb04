// One phone: status bar, title, conversation, typing box, menu.
import { el, icon, post } from "./dom.js";
import { avatar, bubbleRow } from "./bubble.js";
import { hourMinute, separator } from "./when.js";

const place = { label: "辽宁省盘锦市大洼区红海滩大道苇田北侧", latitude: 40.9071, longitude: 121.8304 };

export class Phone {
  constructor(state) {
    this.key = state.key;
    this.kind = state.kind;
    this.rows = new Map(); // bubble id → {node, seen}
    this.last = 0;
    this.unread = 0;
    this.list = el("div.talk", {
      role: "log", "aria-label": `与${state.account}的对话`, tabindex: "0", onpointerdown: () => this.closeSubs(),
      "data-empty": this.kind === "wecom" ? "还没有消息。有事要办时，消息会到这里。" : "还没有消息。从下面的菜单开始，或者打字说一句。",
    });
    this.text = el("textarea", {
      name: "text", rows: "1", "aria-label": "输入消息", autocomplete: "off", enterkeyhint: "send",
      onkeydown: (event) => this.typed(event), oninput: () => this.grow(),
    });
    this.menu = el("div.menu", { role: "menubar", "aria-label": "菜单" });
    this.time = el("span.hour");
    this.account = el("h3.account");
    this.node = el("section.phone." + state.kind, {
      "data-phone": state.key, "data-mode": "menu", "aria-label": `${state.role} ${state.name}`,
    }, this.caption(state), el("div.glass", {}, this.top(), this.list, this.foot()));
  }

  caption(state) {
    return el("div.caption", {},
      avatar(state.name, "person"),
      el("span.name", {}, state.name), el("span.role", {}, state.role),
      el("span.app", {}, this.kind === "wecom" ? "企业微信" : "微信"));
  }

  top() {
    return el("div.top", {},
      el("div.status", { "aria-hidden": "true" }, this.time,
        el("span.signs", {},
          icon("M2 20h3v-5H2zM8 20h3v-9H8zM14 20h3V7h-3zM20 20h3V3h-3z"),
          icon("M12 20l3-4a5 5 0 0 0-6 0zM5.5 11.5a10 10 0 0 1 13 0l2-2.500a13 13 0 0 0-17 0z"),
          icon("M2 7h18v10H2zM21 10h2v4h-2z"))),
      el("div.bar", {},
        el("span.back", { "aria-hidden": "true" }, icon("M15 4l-8 8 8 8")),
        this.account,
        el("span.dots", { "aria-hidden": "true" }, "···")));
  }

  foot() {
    this.send = el("button.send", { type: "button", "data-act": "send", onclick: () => this.say() }, "发送");
    this.panel = el("div.panel", { hidden: true },
      this.tile("image", "照片", "M3 5h18v14H3zM3 16l5-5 5 5 3-3 5 5M15.500 9.500h.01", () => this.act("image", {})),
      this.tile("location", "位置", "M12 21s7-6.500 7-11.500a7 7 0 1 0-14 0C5 14.500 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
        () => this.act("location", place)));
    const more = el("button.round", {
      type: "button", "data-act": "more", "aria-label": "更多：照片、位置", "aria-expanded": "false",
      onclick: () => {
        this.panel.hidden = !this.panel.hidden;
        more.setAttribute("aria-expanded", String(!this.panel.hidden));
        this.toEnd();
      },
    }, icon("M12 7v10M7 12h10"));
    const toKeys = this.mode("type", "切换到键盘", "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14.500h8");
    const toMenu = this.mode("menu", "切换到菜单", "M5 7h14M5 12h14M5 17h14");
    return el("div.foot", {},
      el("div.compose", {}, toMenu, this.text, more, this.send),
      el("div.menurow", {}, toKeys, this.menu),
      this.panel);
  }

  mode(name, label, path) {
    return el("button.mode", {
      type: "button", "data-act": "mode-" + name, "aria-label": label,
      onclick: () => {
        this.node.dataset.mode = name;
        if (name === "type") this.text.focus();
      },
    }, icon(path));
  }

  tile(act, label, path, onclick) {
    return el("button.tile", { type: "button", "data-act": act, onclick }, el("span.box", {}, icon(path)), label);
  }

  // Enter sends; with Shift, Ctrl or while a word is being composed it does not.
  typed(event) {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      this.text.setRangeText("\n", this.text.selectionStart, this.text.selectionEnd, "end");
      this.grow();
      return;
    }
    this.say();
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 120)}px`;
    this.node.classList.toggle("typing", this.text.value.trim() !== "");
  }

  async say() {
    const text = this.text.value.trim();
    if (text === "") return;
    this.text.value = "";
    this.grow();
    if (!(await this.act("say", { text })) && this.text.value === "" && !this.spoke(text)) {
      this.text.value = text;
      this.grow();
    }
  }

  spoke(text) {
    return [...this.list.querySelectorAll(".mine .bubble")].some((each) => each.textContent === text);
  }

  async act(path, body) {
    this.node.classList.add("busy");
    const went = await post(path, { phone: this.key, ...body });
    this.node.classList.remove("busy");
    return went;
  }

  update(state, now) {
    this.account.textContent = state.account;
    this.unread = state.unread;
    this.showTime(now);
    this.showMenu(state.menu || []);
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
    let before = "";
    let added = false;
    for (const bubble of state.bubbles || []) {
      added = this.place(bubble, before, now, state) || added;
      before = bubble.time;
      this.last = Math.max(this.last, bubble.id);
    }
    if (added && (atEnd || (state.bubbles || []).at(-1)?.from === "me")) this.toEnd();
  }

  // place puts a bubble in its row again only when it looks different.
  place(bubble, before, now, state) {
    const above = separator(bubble.time, before, now);
    const seen = JSON.stringify([bubble, above]);
    const old = this.rows.get(bubble.id);
    if (old?.seen === seen) return false;
    const node = bubbleRow(bubble, above, state, (path, body) => this.act(path, body));
    if (old) old.node.replaceWith(node);
    else this.list.append(node);
    this.rows.set(bubble.id, { node, seen });
    for (const picture of node.querySelectorAll("img")) {
      picture.addEventListener("load", () => this.toEnd(), { once: true });
    }
    return !old;
  }

  showTime(now) {
    this.time.textContent = hourMinute(now);
  }

  showMenu(buttons) {
    const seen = JSON.stringify(buttons);
    if (this.menu.dataset.seen === seen) return;
    this.menu.dataset.seen = seen;
    this.node.classList.toggle("has-menu", buttons.length > 0);
    this.menu.replaceChildren(...buttons.map((button) => this.menuButton(button)));
  }

  menuButton(button) {
    const list = button.sub_button || [];
    if (list.length === 0) {
      return el("div.entry", {}, this.leaf(button));
    }
    const sub = el("div.sub", { role: "menu", hidden: true }, ...list.map((each) => this.leaf(each)));
    const head = el("button", {
      type: "button", role: "menuitem", "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => {
        const open = sub.hidden;
        this.closeSubs();
        sub.hidden = !open;
        head.setAttribute("aria-expanded", String(open));
      },
    }, el("i.lines"), button.name);
    return el("div.entry", {}, head, sub);
  }

  leaf(button) {
    return el("button", {
      type: "button", role: "menuitem", "data-key": button.key,
      onclick: () => {
        this.closeSubs();
        if (button.type === "view" && /^https?:\/\//i.test(button.url || "")) window.open(button.url, "_blank", "noopener");
        else if (button.key) this.act("click", { key: button.key });
      },
    }, button.name);
  }

  closeSubs() {
    for (const sub of this.menu.querySelectorAll(".sub")) sub.hidden = true;
    for (const head of this.menu.querySelectorAll("[aria-expanded]")) head.setAttribute("aria-expanded", "false");
  }

  // look tells the server that everything so far was read.
  look() {
    if (this.unread === 0) return;
    this.unread = 0;
    post("read", { phone: this.key, bubble: this.last });
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }
}
