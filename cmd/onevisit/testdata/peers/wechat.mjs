// A petitioner's side of an official account, in safe mode, by wechat-crypto.
import { createHash } from "node:crypto";
import Crypto from "wechat-crypto";
import { call, converse, field, message, settings, stamp } from "./peer.mjs";

const account = "gh_peer";
const crypto = new Crypto(settings.token, settings.key, settings.id);

// signature is the plain one, which official accounts send besides.
function signature({ timestamp, nonce }) {
  return createHash("sha1").update([settings.token, timestamp, nonce].sort().join("")).digest("hex");
}

async function check() {
  const query = stamp();
  const echostr = "echo" + query.nonce;
  return (await call({ ...query, signature: signature(query), echostr })) === echostr;
}

async function exchange(from, say) {
  const query = stamp();
  const encrypt = crypto.encrypt(message(account, from, say));
  const answer = await call({
    ...query, signature: signature(query), openid: from, encrypt_type: "aes",
    msg_signature: crypto.getSignature(query.timestamp, query.nonce, encrypt),
  }, `<xml><ToUserName><![CDATA[${account}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`);
  return open(answer, from);
}

function open(answer, from) {
  const sealed = field(answer, "Encrypt");
  const signed = crypto.getSignature(field(answer, "TimeStamp"), field(answer, "Nonce"), sealed);
  if (signed !== field(answer, "MsgSignature")) throw new Error("the reply's signature does not hold");
  const { message: plain, id } = crypto.decrypt(sealed);
  if (id !== settings.id) throw new Error("the reply is from another account");
  if (field(plain, "ToUserName") !== from || field(plain, "FromUserName") !== account) throw new Error("the reply is for another person");
  return field(plain, "Content");
}

await converse(check, exchange);
