package main

import "github.com/bellwether-cs/bellwether/signals"

// keys are those of a block's accounts.
type keys struct {
	column *signals.Vector
	kind   signals.Kind
	block  *signals.Portfolio
}

func keysOf(block *signals.Portfolio) keys {
	root := block.Schema.Root()
	column, at := root.Column(root.Key)
	return keys{column: block.Root.Columns[at], kind: column.Kind, block: block}
}

// text is the key of an account.
func (k *keys) text(account int) string {
	if k.kind == signals.String {
		return k.column.Text(account) // without looking for the column every time
	}
	return k.block.Key(account)
}
