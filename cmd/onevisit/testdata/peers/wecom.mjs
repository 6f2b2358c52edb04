// A member's side of a WeCom app, by @wecom/crypto.
import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import { call, converse, field, message, settings, stamp } from "./peer.mjs";

function sign({ timestamp, nonce }, sealed) {
  return getSignature(settings.token, timestamp, nonce, sealed);
}

async function check() {
  const query = stamp();
  const words = "echo" + query.nonce;
  const echostr = encrypt(settings.key, words, settings.id);
  return (await call({ ...query, msg_signature: sign(query, echostr), echostr })) === words;
}

async function exchange(from, say) {
  const query = stamp();
  const sealed = encrypt(settings.key, message(settings.id, from, say, `<AgentID>${settings.agent}</AgentID>`), settings.id);
  const answer = await call({ ...query, msg_signature: sign(query, sealed) },
    `<xml><ToUserName><![CDATA[${settings.id}]]></ToUserName><AgentID><![CDATA[${settings.agent}]]></AgentID>` +
    `<Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`);
  return open(answer, from);
}

function open(answer, from) {
  const sealed = field(answer, "Encrypt");
  const signed = sign({ timestamp: field(answer, "TimeStamp"), nonce: field(answer, "Nonce") }, sealed);
  if (signed !== field(answer, "MsgSignature")) throw new Error("the reply's signature does not hold");
  const { message: plain, id } = decrypt(settings.key, sealed);
  if (id !== settings.id) throw new Error("the reply is from another enterprise");
  if (field(plain, "ToUserName") !== from || field(plain, "FromUserName") !== settings.id) throw new Error("the reply is for another person");
  return field(plain, "Content");
}

await converse(check, exchange);
