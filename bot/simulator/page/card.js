// WeCom's template cards and WeChat's template messages.
import { el, link } from "./dom.js";

export function notice(bubble) {
  const box = el("div.bubble.notice", {}, el("b", {}, bubble.title),
    el("dl", {}, ...(bubble.rows || []).flatMap((row) => [el("dt", {}, row.name), el("dd", {}, row.value)])));
  if (bubble.url) box.append(link(bubble.url, { class: "lead" }, "查看详情", el("i", {}, "›")));
  return box;
}

export function card(bubble, act) {
  const c = bubble.card;
  const box = el("div.bubble.card", { "data-task": c.task_id, "data-card": c.card_type });
  if (c.source?.desc) box.append(el("div.source", {}, c.source.desc));
  const title = el("div.head", {}, el("b", {}, c.main_title.title), el("span", {}, c.main_title.desc));
  box.append(title);
  if (c.emphasis_content?.title) {
    box.append(el("div.emphasis", {}, el("b", {}, c.emphasis_content.title), el("span", {}, c.emphasis_content.desc)));
  }
  if (c.sub_title_text) box.append(el("p", {}, c.sub_title_text));
  box.append(rows(c.horizontal_content_list || []));
  if (c.card_type === "textcard") box.append(link(c.card_action.url, { class: "lead" }, "详情", el("i", {}, "›")));
  else if (c.card_action?.url) title.append(link(c.card_action.url, { class: "open", "aria-label": "打开" }, "›"));
  for (const jump of c.jump_list || []) {
    box.append(link(jump.url, { class: "lead" }, jump.title, el("i", {}, "›")));
  }
  box.append(...controls(bubble, c, act));
  return box;
}

function rows(list) {
  return el("dl", {}, ...list.flatMap((row) => [
    el("dt", {}, row.keyname),
    el("dd", {}, row.type === 1 ? link(row.url, {}, row.value) : row.value),
  ]));
}

// controls are the selections and buttons, or what replaced them.
function controls(bubble, c, act) {
  if (bubble.replaced) return [el("div.keys", {}, el("button.key.replaced", { type: "button", disabled: true }, bubble.replaced))];
  const questions = c.button_selection ? [c.button_selection] : c.select_list || [];
  const keys = c.submit_button ? [{ ...c.submit_button, style: 1 }] : c.button_list || [];
  const parts = questions.map((question) => selection(bubble, question, act));
  if (c.checkbox) parts.push(ticks(bubble, c.checkbox, act));
  if (keys.length > 0) {
    parts.push(el("div.keys", { "data-count": keys.length }, ...keys.map((key) =>
      el("button.key.style" + (key.style || 1), {
        type: "button", "data-key": key.key,
        onclick: async (event) => {
          event.currentTarget.disabled = true;
          const pressed = event.currentTarget;
          await act("tap", { bubble: bubble.id, choice: key.key });
          pressed.disabled = false;
        },
      }, key.text))));
  }
  return parts;
}

function selection(bubble, question, act) {
  const choose = el("select", {
    "data-question": question.question_key, "aria-label": question.title || "选择", disabled: question.disable,
    onchange: (event) => act("select", { bubble: bubble.id, question: question.question_key, option: event.target.value }),
  });
  if (!question.selected_id) choose.append(el("option", { value: "", disabled: true, selected: true }, "请选择"));
  for (const option of question.option_list || []) {
    choose.append(el("option", { value: option.id, selected: option.id === question.selected_id }, option.text));
  }
  return el("label.select", {}, el("span", {}, question.title || "选择"), choose);
}

// ticks are options of which several, or with mode 0 one, can be chosen.
function ticks(bubble, question, act) {
  return el("div.ticks", { role: "group" }, ...(question.option_list || []).map((option) =>
    el("label", {},
      el("input", {
        type: question.mode === 1 ? "checkbox" : "radio", checked: option.is_checked, disabled: question.disable,
        "data-question": question.question_key, "data-option": option.id,
        onchange: () => act("select", { bubble: bubble.id, question: question.question_key, option: option.id }),
      }),
      el("span", {}, option.text))));
}
