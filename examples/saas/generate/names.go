package main

var stems = []string{
	"Alderbrook", "Amberfield", "Ashgrove", "Baywater", "Birchline", "Blackthorn", "Bluestem", "Brightwater",
	"Calderwick", "Cedarpoint", "Clearfall", "Cobblegate", "Copperleaf", "Crestmoor", "Dalewood", "Dunmere",
	"Eastvale", "Elmridge", "Fairhollow", "Fernlight", "Foxdale", "Glenharrow", "Goldmarsh", "Greyfriar",
	"Halewell", "Harborline", "Hartfell", "Hazelmoor", "Highmere", "Ironbridge", "Juniper Lane", "Kestrel",
	"Kingsmere", "Lakemont", "Larchwood", "Linden Row", "Longacre", "Marlowe", "Meadowlark", "Millhaven",
	"Mossgate", "Northfold", "Oakhurst", "Orchard Hill", "Otterburn", "Pinecrest", "Quarry Road", "Ravenhill",
	"Redfern", "Ridgeback", "Riverton", "Rowanfield", "Saltmarsh", "Sandpiper", "Silverbeck", "Stonebridge",
	"Summerlee", "Thornbury", "Tidewell", "Valeview", "Westerly", "Whitcombe", "Willowmere", "Yarrow",
}

// trades are what the customers do, and what their names end in.
var trades = []struct {
	industry string
	endings  []string
}{
	{"facilities", []string{"Facilities", "Building Care", "Property Services"}},
	{"utilities", []string{"Energy", "Water", "Grid Services"}},
	{"healthcare", []string{"Home Care", "Dental Group", "Medical Supply"}},
	{"construction", []string{"Roofing", "Plumbing & Heating", "Contractors"}},
	{"retail", []string{"Kitchens", "Garden Centres", "Home Stores"}},
	{"education", []string{"Schools Trust", "Learning", "Academies"}},
	{"logistics", []string{"Freight", "Couriers", "Cold Chain"}},
}

var managers = []string{"Ana Duarte", "Ben Okafor", "Chloe Marchetti", "Dev Raman", "Elif Yildiz", "Farid Haddad"}

var regions = []string{"EMEA", "AMER", "APAC"}

// name is a company with its industry.
type name struct{ company, industry string }

// companyNames gives different names, in an order that mixes them.
func companyNames() []name {
	var all []name
	for _, stem := range stems {
		for _, t := range trades {
			for _, ending := range t.endings {
				all = append(all, name{stem + " " + ending, t.industry})
			}
		}
	}
	newDice(-1).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}
