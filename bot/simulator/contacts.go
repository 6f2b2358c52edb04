package simulator

import "context"

// RemoveMember takes a member out of the contacts; the platform tells the app
// of it in its own name.
func (w *World) RemoveMember(ctx context.Context, id string) (Answer, error) {
	w.Staff(id).setFollowing(false)
	return w.deliverPatiently(ctx, Envelope{
		Platform: WeCom, From: "sys", Mode: w.mode(WeCom),
		Body: document([]element{
			cdata("ToUserName", w.options.WeCom.CorpID), cdata("FromUserName", "sys"), number("CreateTime", w.Now().Unix()),
			cdata("MsgType", "event"), cdata("Event", "change_contact"), cdata("ChangeType", "delete_user"), cdata("UserID", id),
			number("AgentID", int64(w.options.WeCom.AgentID)),
		}),
	})
}
