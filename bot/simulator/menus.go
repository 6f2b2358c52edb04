package simulator

import (
	"slices"
	"sync"
	"unicode/utf8"
)

// MenuButton is a button at the bottom of a phone; one with Sub opens a list.
type MenuButton struct {
	Type string       `json:"type,omitempty"` // "click" or "view"
	Name string       `json:"name"`
	Key  string       `json:"key,omitempty"`
	URL  string       `json:"url,omitempty"`
	Sub  []MenuButton `json:"sub_button,omitempty"`
}

const (
	codeMenuType    = 40015
	codeMenuCount   = 40016
	codeMenuName    = 40018
	codeMenuKey     = 40019
	codeMenuURL     = 40020
	codeSubCount    = 40023
	codeSubName     = 40025
	codeNoMenu      = 46003
	mostButtons     = 3
	mostSubs        = 5
	mostNameBytes   = 16
	mostSubBytes    = 60
	mostMenuKey     = 128
	mostMenuURLSize = 1024
)

// menus keeps the menu of each platform.
type menus struct {
	mu  sync.Mutex
	set map[Platform][]MenuButton
}

func newMenus() *menus { return &menus{set: map[Platform][]MenuButton{}} }

// Menu is what stands at the bottom of a platform's phones.
func (w *World) Menu(platform Platform) []MenuButton {
	w.menus.mu.Lock()
	defer w.menus.mu.Unlock()
	return slices.Clone(w.menus.set[platform])
}

func (w *World) setMenu(platform Platform, buttons []MenuButton) {
	w.menus.mu.Lock()
	w.menus.set[platform] = buttons
	w.menus.mu.Unlock()
	w.changed.ring()
}

func (c call) menuCreate() any {
	var asked struct {
		Button []MenuButton `json:"button"`
	}
	if !c.read(&asked) {
		return refuse(codeBadJSON, "data format error")
	}
	if code := checkMenu(asked.Button); code != 0 {
		return refuse(code, "invalid menu")
	}
	c.setMenu(c.platform, asked.Button)
	return done(nil)
}

func (c call) menuGet() any {
	buttons := c.Menu(c.platform)
	if len(buttons) == 0 {
		return refuse(codeNoMenu, "menu no exist")
	}
	if c.platform == WeCom {
		return done(result{"button": buttons})
	}
	return result{"menu": result{"button": buttons}}
}

func (c call) menuDelete() any {
	c.setMenu(c.platform, nil)
	return done(nil)
}

func checkMenu(buttons []MenuButton) int {
	if len(buttons) < 1 || len(buttons) > mostButtons {
		return codeMenuCount
	}
	for _, button := range buttons {
		if !nameFits(button.Name, mostNameBytes) {
			return codeMenuName
		}
		if len(button.Sub) > mostSubs {
			return codeSubCount
		}
		for _, sub := range button.Sub {
			if !nameFits(sub.Name, mostSubBytes) {
				return codeSubName
			}
			if code := sub.checkAction(); code != 0 {
				return code
			}
		}
		if len(button.Sub) > 0 {
			continue
		}
		if code := button.checkAction(); code != 0 {
			return code
		}
	}
	return 0
}

func (b MenuButton) checkAction() int {
	switch b.Type {
	case "click":
		if b.Key == "" || len(b.Key) > mostMenuKey {
			return codeMenuKey
		}
	case "view":
		if webAddress(b.URL) == "" || len(b.URL) > mostMenuURLSize {
			return codeMenuURL
		}
	default:
		return codeMenuType
	}
	return 0
}

func nameFits(name string, most int) bool {
	return name != "" && len(name) <= most && utf8.ValidString(name)
}
