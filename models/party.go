package models

// Role is what the bureau's roster calls a person. One person may have several.
type Role string

// Roles of staff.
const (
	RoleHandler      Role = "handler"
	RoleChief        Role = "chief"
	RoleClerk        Role = "clerk"
	RoleViceDirector Role = "vice-director"
	RoleDirector     Role = "director"
	RoleDeputy       Role = "deputy"
	RoleHead         Role = "head"
	RoleAdmin        Role = "admin"
)

// Party is who a row of the verb table speaks of: a role anywhere in the
// bureau, or a relation to the case at hand. Which persons that means for a
// given case, Law.People answers.
type Party string

// Parties. Chief, handler and case officer are those of the case; clerk,
// vice-director, director, deputy and head hold the role.
const (
	PartyPetitioner   Party = "petitioner"
	PartySystem       Party = "system"
	PartyClerk        Party = "clerk"
	PartyViceDirector Party = "vice-director"
	PartyDirector     Party = "director"
	PartyDeputy       Party = "deputy"
	PartyHead         Party = "head"
	PartyChief        Party = "chief"
	PartyHandler      Party = "handler"
	PartyCaseOfficer  Party = "case-officer"
	PartyAddressee    Party = "addressee"  // of the open supervision
	PartySupervisor   Party = "supervisor" // who issued the open supervision
	PartyOffice       Party = "office"     // case officer if named, else every clerk; director
	PartyFormerChief  Party = "former-chief"
	PartyProposer     Party = "proposer"  // who asked for what was just decided
	PartyTold         Party = "told"      // whoever was told of the retracted verb
	PartyAnyStaff     Party = "any-staff" // whoever is on the roster
	PartyAssigner     Party = "assigner"  // deputy, or director where the bureau says so
	PartyRung         Party = "rung"      // whom a clock's ladder names
	PartyLeader       Party = "leader"    // who took charge of the case
)

// ActorKind tells petitioners, staff and the program itself apart.
type ActorKind string

// Kinds of actor.
const (
	ActorPetitioner ActorKind = "petitioner"
	ActorStaff      ActorKind = "staff"
	ActorSystem     ActorKind = "system"
)

// Actor is who does a verb. ID is an openid for a petitioner, the lower-case
// userid for staff and the job's name for the system.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id"`
	// For is the person whom a substitute stands in for, else empty.
	For string `json:"for,omitempty"`
}

// Person is a recipient of a notice: Staff by userid, petitioner by openid.
type Person struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id"`
}
