package wechat

import "onevisit/bot"

// tokenRefused reports the codes that a new token cures.
func tokenRefused(code int) bool { return code == 40001 || code == 40014 || code == 42001 }

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

// tokenFailure classes the codes of the token call, where no person and no
// text is concerned: 40001 means a wrong secret here.
func tokenFailure(code int) bot.Failure {
	if failure(code) == bot.FailSlow {
		return bot.FailSlow
	}
	return bot.FailConfig
}
