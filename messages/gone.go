package messages

import "onevisit/models"

// gonePush tells who keeps the roster that somebody left.
func gonePush(b *models.Bureau, n models.Notice) Message {
	had := "名下没有在办事项"
	if cases := n.Data.Get(models.ArgNumber); cases != "0" {
		had = "名下在办事项 " + cases + " 件已转给上一级负责人"
	}
	return Say("【人员离开】" + StaffName(b, n.Data.Get(models.ArgPerson)) + "已从企业微信通讯录移除，" + had + "。请修改名册，并尽快安排接手的人。")
}

// goneHeadline tells who takes over that a case is theirs now.
func goneHeadline(n models.Notice) string {
	if n.As == models.PartyChief {
		return "【人员离开】原责任人已离开，这件事转给您负责"
	}
	return "【人员离开】原责任人已离开，请安排接手"
}
