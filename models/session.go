package models

import "time"

// Session is where a person stands in a dialogue. It stores the step's key,
// not its position, so that a deploy that adds a step breaks no running
// dialogue.
type Session struct {
	// Who is platform and person: wechat:openid, wecom:userid.
	Who  string
	Flow string
	Step string
	// Draft is what was said so far, as the flow encodes it; sealed at rest.
	Draft   []byte
	Expires time.Time
	Version int64
}

// Account is what is kept of a petitioner's WeChat account.
type Account struct {
	OpenID string
	// Profile is how they named themselves last, so that they are not asked
	// again; sealed at rest.
	Profile Petitioner
	// SpokeAt opens the 48 hours for customer messages; Sent counts those
	// used since then.
	SpokeAt time.Time
	Sent    int
	Follows bool
	Created time.Time
	Version int64
}

// Guesses counts wrong query codes.
type Guesses struct {
	ByAccount int // wrong guesses of the account since the window began
	ByCase    int // wrong guesses at the case, by anybody
}
