package simulator

import "net/http"

const unknownMember = 60111

func qyapiEndpoints() map[string]endpoint {
	get, post := http.MethodGet, http.MethodPost
	return map[string]endpoint{
		"cgi-bin/gettoken":                     {method: get, open: true, answer: call.corpToken},
		"cgi-bin/message/send":                 {method: post, answer: call.appSend},
		"cgi-bin/message/update_template_card": {method: post, answer: call.cardUpdate},
		"cgi-bin/media/upload":                 {method: post, answer: call.mediaUpload},
		"cgi-bin/media/get":                    {method: get, answer: call.mediaGet},
		"cgi-bin/user/get":                     {method: get, answer: call.member},
		"cgi-bin/user/simplelist":              {method: get, answer: call.members},
		"cgi-bin/department/list":              {method: get, answer: call.departments},
		"cgi-bin/menu/create":                  {method: post, answer: call.menuCreate},
		"cgi-bin/menu/get":                     {method: get, answer: call.menuGet},
		"cgi-bin/menu/delete":                  {method: get, answer: call.menuDelete},
		"cgi-bin/auth/getuserinfo":             {method: get, answer: call.codeUser},
	}
}

func (p *Phone) contact() result {
	return result{"userid": p.id, "name": p.Name(), "department": []int{1}}
}

// member answers user/get.
func (c call) member() any {
	phone, known := c.find(WeCom, c.query("userid"))
	if !known {
		return refuse(unknownMember, "userid not found")
	}
	contact := phone.contact()
	contact["status"] = 1
	return done(contact)
}

// members answers user/simplelist: who is in the app's visible range.
func (c call) members() any {
	list := []result{}
	for _, phone := range c.everybody(WeCom) {
		if phone.Following() {
			list = append(list, phone.contact())
		}
	}
	return done(result{"userlist": list})
}

// departments answers department/list: the enterprise has one.
func (c call) departments() any {
	root := result{"id": 1, "name": c.options.WeCom.Name, "parentid": 0, "order": 1}
	return done(result{"department": []result{root}})
}
