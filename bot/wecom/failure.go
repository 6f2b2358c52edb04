package wecom

import "onevisit/bot"

// failure classes the platform's error codes. What is not listed is shown to
// whoever runs the app: the platform refused for a reason that nobody here
// foresaw.
func failure(code int) bot.Failure {
	switch {
	case code == 60111 || code == 81013 || code == 82001 || code == 40003 || code == 40031:
		return bot.FailPerson
	case code == -1 || code == 45009 || code == 45033:
		return bot.FailSlow
	case code >= 42014 && code <= 42052: // fields of a card
		return bot.FailText
	case code == 44004 || code == 45002 || code == 47001 || code == 40007:
		return bot.FailText // empty, too long, malformed, a media number that has expired
	}
	return bot.FailConfig
}
