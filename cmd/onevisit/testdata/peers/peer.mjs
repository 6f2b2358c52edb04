// What both clients share: the line protocol with the test, and HTTP.
//
// The test writes one JSON line per message, {"from", "say"}, and reads one
// JSON line per answer, {"reply"} or {"error"}. The first line that it reads,
// {"checked"}, says whether the program passed the platform's check of its
// address.
import { createInterface } from "node:readline";
import { randomInt } from "node:crypto";

export const settings = {
  url: process.env.PEER_URL,
  token: process.env.PEER_TOKEN,
  key: process.env.PEER_AES_KEY,
  id: process.env.PEER_ID,
  agent: process.env.PEER_AGENT,
};

// stamp is a fresh timestamp and nonce, as the platforms put them in a query.
export function stamp() {
  return { timestamp: String(Math.floor(Date.now() / 1000)), nonce: String(randomInt(1e9)) };
}

// field reads one element of a flat XML document, with CDATA or without.
export function field(xml, name) {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*))</${name}>`).exec(xml);
  return found ? found[1] ?? found[2] : "";
}

// message is a text as both platforms write it, before it is encrypted.
export function message(to, from, say, more = "") {
  const id = `${Date.now()}${randomInt(1e6)}`;
  return `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName>` +
    `<CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[text]]></MsgType>` +
    `<Content><![CDATA[${say}]]></Content><MsgId>${id}</MsgId>${more}</xml>`;
}

// call makes one request and returns the body of a good answer.
export async function call(query, body) {
  const response = await fetch(`${settings.url}?${new URLSearchParams(query)}`, body ? { method: "POST", body } : {});
  const text = await response.text();
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return text;
}

function tell(answer) {
  process.stdout.write(JSON.stringify(answer) + "\n");
}

// converse checks the program's address and then carries the test's words over
// the wire; exchange returns the words of the reply.
export async function converse(check, exchange) {
  tell({ checked: await check() });
  for await (const line of createInterface({ input: process.stdin })) {
    const { from, say } = JSON.parse(line);
    try {
      tell({ reply: await exchange(from, say) });
    } catch (error) {
      tell({ error: String(error) });
    }
  }
}
