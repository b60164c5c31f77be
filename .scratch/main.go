package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/bellwether-cs/bellwether/engine"
	"github.com/bellwether-cs/bellwether/rules/load"
	"github.com/bellwether-cs/bellwether/signals"
)

func main() {
	set, err := load.Dir(os.Args[1])
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	p, err := engine.Compile(set, engine.Options{})
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
	fmt.Println(p.Digest(), p.Needs())
	if len(os.Args) < 3 {
		return
	}
	asof, _ := signals.ParseAsOf(os.Args[3])
	b := signals.NewBuilder(p.Schema(), asof, p.Needs(), func(pr signals.Problem) { fmt.Println("PROBLEM", pr) })
	data, _ := os.ReadFile(os.Args[2])
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		panic(err)
	}
	for _, a := range list {
		if err := b.AddJSON(a); err != nil {
			fmt.Println("ERR", err)
		}
	}
	pf := b.Portfolio()
	peers, err := p.Peers(context.Background(), pf)
	if err != nil {
		panic(err)
	}
	r, err := p.ScoreBatch(context.Background(), pf, engine.Request{Peers: peers, Explain: engine.WithReasons})
	if err != nil {
		panic(err)
	}
	for i := range r.Len() {
		for _, d := range r.Documents(i, engine.Full) {
			j, err := json.MarshalIndent(d, "", " ")
			if err != nil {
				panic(err)
			}
			fmt.Println(string(j))
		}
	}
}
