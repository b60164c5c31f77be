package main

import "strconv"

// tables are the files, as they are filled account by account.
type tables struct {
	accounts, subscriptions, usage, tickets, surveys, stakeholders table
	ticket, survey                                                 int // numbers given so far
}

func newTables() *tables {
	t := &tables{
		accounts:      table{name: "accounts"},
		subscriptions: table{name: "subscriptions"},
		usage:         table{name: "usage"},
		tickets:       table{name: "tickets"},
		surveys:       table{name: "surveys"},
		stakeholders:  table{name: "stakeholders"},
	}
	t.accounts.add("account_id", "Account Name", "industry", "region", "size", "Account Owner", "signup_date", "renewal_date",
		"auto_renew", "notice_on", "deployment", "seats", "active_users", "features_configured", "features_available",
		"ACV (USD)", "csm_pulse", "pulse_at")
	t.subscriptions.add("subscription_id", "account_id", "product", "start_date", "end_date", "seats", "amount")
	t.usage.add("subscription_id", "week", "feature", "actions")
	t.tickets.add("ticket_id", "account_id", "opened_at", "closed_at", "priority", "first_response_hours", "rating")
	t.surveys.add("survey_id", "account_id", "sent_on", "answered_on", "answer", "effort")
	t.stakeholders.add("account_id", "contact", "role", "influence", "sentiment", "last_contact", "left_on")
	return t
}

func (t *tables) all() []*table {
	return []*table{&t.accounts, &t.subscriptions, &t.usage, &t.tickets, &t.surveys, &t.stakeholders}
}

func (t *tables) addAccount(c *company) {
	deployment, active, configured := "cloud", strconv.Itoa(c.active), strconv.Itoa(len(c.configured))
	if c.selfHosted { // we cannot see into their machines
		deployment, active, configured = "self_hosted", "n/a", "n/a"
	}
	t.accounts.add(c.id, c.name, c.industry, c.region, c.size, c.csm, day(c.signup), day(c.renewal),
		strconv.FormatBool(c.autoRenew), day(c.notice), deployment, strconv.Itoa(c.seats), active,
		configured, strconv.Itoa(c.available), cents(c.value), c.pulse, day(c.pulseAt))
}
