package simulator

import "testing"

func TestTheAppIsToldOfAMemberWhoWasRemoved(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Staff("wang.chief")
	b.world.Staff("li.clerk")
	if _, err := b.world.RemoveMember(t.Context(), "wang.chief"); err != nil {
		t.Fatal(err)
	}
	got := b.last()
	if got.FromUserName != "sys" || got.Event != "change_contact" || got.AgentID != testAgent {
		t.Errorf("%+v", got)
	}
	token := b.token(WeCom)
	list, _ := b.call("GET", "/qyapi/cgi-bin/user/simplelist?department_id=1&access_token="+token, nil)["userlist"].([]any)
	if len(list) != 1 {
		t.Errorf("the contacts still list %d members", len(list))
	}
}
