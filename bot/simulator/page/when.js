// Times arrive as 2026-11-23T09:05:00+08:00 and are shown as they stand there,
// whatever zone the browser is in.

const weekdays = ["日", "一", "二", "三", "四", "五", "六"];

function read(stamp) {
  const [, year, month, day, hour, minute] = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(stamp).map(Number);
  return { year, month, day, hour, minute, date: Date.UTC(year, month - 1, day) };
}

const two = (n) => String(n).padStart(2, "0");

export function hourMinute(stamp) {
  const t = read(stamp);
  return `${two(t.hour)}:${two(t.minute)}`;
}

export function longDate(stamp) {
  const t = read(stamp);
  const weekday = weekdays[new Date(t.date).getUTCDay()];
  return `${t.year}年${t.month}月${t.day}日 星期${weekday} ${hourMinute(stamp)}`;
}

// separator is what stands above a bubble: nothing within five minutes.
export function separator(stamp, before, now) {
  if (before && Date.parse(stamp) - Date.parse(before) < 5 * 60 * 1000) return "";
  const t = read(stamp);
  const today = read(now);
  const days = Math.round((today.date - t.date) / 86400000);
  if (days === 0) return hourMinute(stamp);
  if (days === 1) return `昨天 ${hourMinute(stamp)}`;
  if (days < 7) return `星期${weekdays[new Date(t.date).getUTCDay()]} ${hourMinute(stamp)}`;
  if (t.year === today.year) return `${t.month}月${t.day}日 ${hourMinute(stamp)}`;
  return `${t.year}年${t.month}月${t.day}日 ${hourMinute(stamp)}`;
}
