package jsonschema

import (
	"bytes"
	"encoding/json"
)

// schema is a JSON Schema. It is written with its keywords in the order of the
// fields. `$ref` stands alone: draft-07 ignores what stands beside it.
type schema struct {
	Dialect     string `json:"$schema,omitempty"`
	Ref         string `json:"$ref,omitempty"`
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Type        types  `json:"type,omitempty"`

	Enum      []any  `json:"enum,omitempty"`
	Pattern   string `json:"pattern,omitempty"`
	MinLength int    `json:"minLength,omitempty"`
	MaxLength int    `json:"maxLength,omitempty"`
	// PatternError is what editors say instead of showing the pattern.
	PatternError string `json:"patternErrorMessage,omitempty"`

	Minimum *int64 `json:"minimum,omitempty"`
	Maximum *int64 `json:"maximum,omitempty"`
	Above   *int64 `json:"exclusiveMinimum,omitempty"`

	Items       *schema `json:"items,omitempty"`
	MinItems    int     `json:"minItems,omitempty"`
	MaxItems    int     `json:"maxItems,omitempty"`
	UniqueItems bool    `json:"uniqueItems,omitempty"`

	Properties           properties `json:"properties,omitempty"`
	Required             []string   `json:"required,omitempty"`
	PropertyNames        *schema    `json:"propertyNames,omitempty"`
	AdditionalProperties any        `json:"additionalProperties,omitempty"` // a *schema, or none
	MinProperties        int        `json:"minProperties,omitempty"`
	MaxProperties        int        `json:"maxProperties,omitempty"`
	Dependencies         properties `json:"dependencies,omitempty"`

	If    *schema   `json:"if,omitempty"`
	Then  *schema   `json:"then,omitempty"`
	Else  *schema   `json:"else,omitempty"`
	AllOf []*schema `json:"allOf,omitempty"`
	AnyOf []*schema `json:"anyOf,omitempty"`
	Not   *schema   `json:"not,omitempty"`

	Default  any   `json:"default,omitempty"`
	Examples []any `json:"examples,omitempty"`

	Definitions properties `json:"definitions,omitempty"`
}

// none is the schema that nothing fits.
const none = boolSchema(false)

type boolSchema bool

// types are the JSON types that a value may have.
type types []string

func (t types) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// property is a name with what is said of it: a *schema, none, or a list of other
// names.
type property struct {
	name string
	says any
}

// properties are written in the order in which they stand.
type properties []property

func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, each := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, part := range []any{each.name, each.says} {
			if j > 0 {
				b.WriteByte(':')
			}
			if err := encode(&b, part); err != nil {
				return nil, err
			}
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode writes JSON in which < and > stand as they are: descriptions hold them.
func encode(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// document writes a schema as people can read it.
func (s *schema) document() []byte {
	var dense, b bytes.Buffer
	if err := encode(&dense, s); err != nil {
		panic(err) // texts and numbers alone can always be written
	}
	if err := json.Indent(&b, dense.Bytes(), "", "  "); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// dialect names draft-07.
const dialect = "http://json-schema.org/draft-07/schema#"

// ref is what a definition says.
func ref(definition string) *schema { return &schema{Ref: "#/definitions/" + definition} }

// about gives a schema a description.
func (s *schema) about(text string) *schema {
	s.Description = text
	return s
}

// example gives a schema values to show and to complete.
func (s *schema) example(values ...any) *schema {
	s.Examples = values
	return s
}

// unset says what holds where the key is left out.
func (s *schema) unset(value any) *schema {
	s.Default = value
	return s
}

// requires names the keys that have to be there.
func (s *schema) requires(keys ...string) *schema {
	s.Required = keys
	return s
}

// keys is a mapping with these keys and no others.
func keys(title string, p ...property) *schema {
	return &schema{Title: title, Type: types{"object"}, Properties: p, AdditionalProperties: none}
}

// named is a mapping whose keys the author chooses.
func named(names, values *schema) *schema {
	return &schema{Type: types{"object"}, PropertyNames: names, AdditionalProperties: values}
}

// listOf is a list of such values.
func listOf(item *schema) *schema { return &schema{Type: types{"array"}, Items: item} }

// has is what a mapping fits that has these keys.
func has(keys ...string) *schema { return &schema{Required: keys} }

// without refuses keys.
func without(keys ...string) *schema {
	s := &schema{}
	for _, key := range keys {
		s.Properties = append(s.Properties, property{key, none})
	}
	return s
}

// atMostOne lets each of these keys stand only without the others.
func atMostOne(keys ...string) properties {
	var p properties
	for i, key := range keys {
		others := append(append([]string{}, keys[:i]...), keys[i+1:]...)
		p = append(p, property{key, without(others...)})
	}
	return p
}
