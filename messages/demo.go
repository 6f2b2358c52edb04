package messages

import "onevisit/models"

// AppName is what the WeCom app is called.
func AppName() string { return "信访督办" }

// AppTitle heads the demo page.
func AppTitle() string { return "最多访一次 · 演示" }

// DemoPetitioner is the invented petitioner of the demo.
func DemoPetitioner() string { return "苗大爷" }

// DemoPetitionerRole stands beside that name.
func DemoPetitionerRole() string { return "信访人" }

// DemoStarted tells where the demo's page is.
func DemoStarted(url string) string {
	return "演示已就绪，请用浏览器打开：" + url + "\n（OneVisit demo: open the address above; stop with Ctrl-C）"
}

// RoleName is a role of the roster.
func RoleName(role string) string {
	switch models.Role(role) {
	case models.RoleHandler:
		return "承办人"
	case models.RoleChief:
		return "科室长"
	case models.RoleClerk:
		return "办公室工作人员"
	case models.RoleViceDirector:
		return "办公室副主任"
	case models.RoleDirector:
		return "办公室主任"
	case models.RoleDeputy:
		return "分管领导"
	case models.RoleHead:
		return "局长"
	case models.RoleAdmin:
		return "管理员"
	}
	return role
}

// MenuButton is one button of a platform's menu.
type MenuButton struct {
	Name, Key string
	Sub       []MenuButton
}

// AccountMenu is the official account's menu: three buttons, names within the
// platform's 16 bytes, sub-names within 60.
func AccountMenu() []MenuButton {
	item := func(c PetitionerCommand) MenuButton {
		return MenuButton{Name: PetitionerCommandName(c), Key: string(c)}
	}
	return []MenuButton{
		item(AskSubmit),
		{Name: "进度答复", Sub: []MenuButton{item(AskTrack), item(AskLetter), item(AskRate), item(AskLookup)}},
		{Name: "更多", Sub: []MenuButton{item(AskSupplement), item(AskUrge), item(AskWithdraw), item(AskObject), item(AskHelp)}},
	}
}
