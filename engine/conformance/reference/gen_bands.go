package reference

// bands draws bands with edges in the scale, all `from` or all `up_to`.
func (g *gen) bands(c *Scorecard) []Band {
	names := []string{"green", "yellow", "red"}
	edges := sortedDecs([]Dec{g.bandEdge(c), g.bandEdge(c)})
	if edges[0].Rat().Cmp(edges[1].Rat()) == 0 {
		names, edges = []string{"green", "red"}, edges[:1]
	}
	if c.Better == "high" && g.chance(65) {
		var bands []Band
		for i := range edges {
			bands = append(bands, Band{Name: names[i], From: edges[len(edges)-1-i]})
		}
		return append(bands, Band{Name: names[len(edges)]})
	}
	if c.Better == "high" {
		names = reversed(names)
	}
	var bands []Band
	for i := range edges {
		bands = append(bands, Band{Name: names[i], UpTo: edges[i]})
	}
	return append(bands, Band{Name: names[len(edges)]})
}

// bandEdge is well inside the scale, so that no band is out of reach.
func (g *gen) bandEdge(c *Scorecard) Dec {
	low, high := g.rangeOf(c)
	return g.decimal(low+1, high-1, pick(g, 0, 0, 1))
}

func reversed(names []string) []string {
	var back []string
	for _, n := range names {
		back = append([]string{n}, back...)
	}
	return back
}
