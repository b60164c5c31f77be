package diff

import (
	"strconv"
	"strings"
)

// quotedList joins texts so that different lists give different texts.
func quotedList(texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString(strconv.Quote(t) + " ")
	}
	return b.String()
}
