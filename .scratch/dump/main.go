package main

import (
	"os"
	"strconv"
	"strings"

	"github.com/bellwether-cs/bellwether/engine/conformance/reference"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	c := reference.Cases().Example(n)
	os.WriteFile("/tmp/c.yaml", []byte(c.Rules), 0o644)
	os.WriteFile("/tmp/c.json", []byte("["+strings.Join(strings.Split(strings.TrimSpace(c.Accounts), "\n"), ",\n")+"]"), 0o644)
	println(c.AsOf)
}
