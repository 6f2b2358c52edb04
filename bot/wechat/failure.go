package wechat

import "onevisit/bot"

// failure classes the platform's error codes. What is not listed is shown to
// whoever runs the account: the platform refused for a reason that nobody
// here foresaw.
func failure(code int) bot.Failure {
	switch code {
	case 40003, 43004, 43101, 45015, 45047, 48002:
		return bot.FailPerson
	case -1, 45009, 45011:
		return bot.FailSlow
	case 45002, 47001, 40007: // too long, malformed, a media number that has expired
		return bot.FailText
	}
	return bot.FailConfig
}
