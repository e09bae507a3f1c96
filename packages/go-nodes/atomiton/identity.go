package atomiton

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const maxDepth = 200

// IdentityOf is the SHA-256 of preimage, newline and payload bytes (IdentityPreimage of the contracts).
func IdentityOf(preimage string, payload []byte) string {
	hash := sha256.New()
	hash.Write([]byte(preimage))
	hash.Write([]byte{'\n'})
	hash.Write(payload)
	return hex.EncodeToString(hash.Sum(nil))
}

// NumberText is the shortest text of a double that reads back the same, in the form ECMAScript prints it.
func NumberText(number float64) string {
	if number == 0 {
		return "0"
	}
	text := strconv.FormatFloat(number, 'e', -1, 64)
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	mantissa, power, _ := strings.Cut(text, "e")
	exponent, _ := strconv.Atoi(power)
	digits := strings.Replace(mantissa, ".", "", 1)
	switch {
	case exponent >= 21 || exponent < -6:
		fraction := ""
		if len(digits) > 1 {
			fraction = "." + digits[1:]
		}
		return fmt.Sprintf("%s%s%se%+d", sign, digits[:1], fraction, exponent)
	case exponent < 0:
		return sign + "0." + strings.Repeat("0", -exponent-1) + digits
	case len(digits) <= exponent+1:
		return sign + digits + strings.Repeat("0", exponent+1-len(digits))
	default:
		return sign + digits[:exponent+1] + "." + digits[exponent+1:]
	}
}

// PlainJSON turns data into nil, bool, float64, string, []any and map[string]any, and into canonical text: keys sorted
// by UTF-16 code unit, no spaces. The error names the place of anything that JSON cannot hold.
func PlainJSON(data any) (any, string, error) {
	var text strings.Builder
	plain, err := writePlain(&text, data, "$", 0)
	return plain, text.String(), err
}

func notJSON(path, what string) error {
	return &Error{Code: "not-json", Message: fmt.Sprintf("The output at %s is %s, which JSON cannot hold.", path, what),
		Hint: "Convert it first, for example NaN to nil."}
}

func writePlain(text *strings.Builder, data any, path string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, notJSON(path, fmt.Sprintf("nested deeper than %d levels", maxDepth))
	}
	switch value := data.(type) {
	case nil:
		text.WriteString("null")
		return nil, nil
	case bool:
		text.WriteString(strconv.FormatBool(value))
		return value, nil
	case string:
		if !utf8.ValidString(value) {
			return nil, notJSON(path, "text that is not UTF-8")
		}
		writeString(text, value)
		return value, nil
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil, notJSON(path, fmt.Sprint(value))
		}
		text.WriteString(NumberText(value))
		return value, nil
	case int:
		return writePlain(text, float64(value), path, depth)
	case int64:
		return writePlain(text, float64(value), path, depth)
	case []any:
		text.WriteByte('[')
		items := make([]any, len(value))
		for index, item := range value {
			if index > 0 {
				text.WriteByte(',')
			}
			plain, err := writePlain(text, item, fmt.Sprintf("%s[%d]", path, index), depth+1)
			if err != nil {
				return nil, err
			}
			items[index] = plain
		}
		text.WriteByte(']')
		return items, nil
	case map[string]any:
		return writeMap(text, value, path, depth)
	default:
		return writeOther(text, data, path, depth)
	}
}

func writeMap(text *strings.Builder, value map[string]any, path string, depth int) (any, error) {
	keys := make([]string, 0, len(value))
	for key := range value {
		if key == "__proto__" || key == "constructor" || key == "prototype" {
			return nil, notJSON(path, fmt.Sprintf("a map with the reserved key %q", key))
		}
		if !utf8.ValidString(key) {
			return nil, notJSON(path, "a map with a key that is not UTF-8")
		}
		keys = append(keys, key)
	}
	sort.Slice(keys, func(a, b int) bool { return lessUTF16(keys[a], keys[b]) })
	fields := make(map[string]any, len(value))
	text.WriteByte('{')
	for index, key := range keys {
		if index > 0 {
			text.WriteByte(',')
		}
		writeString(text, key)
		text.WriteByte(':')
		plain, err := writePlain(text, value[key], path+"."+key, depth+1)
		if err != nil {
			return nil, err
		}
		fields[key] = plain
	}
	text.WriteByte('}')
	return fields, nil
}

// writeOther goes through encoding/json: structs, typed slices, other numbers.
func writeOther(text *strings.Builder, data any, path string, depth int) (any, error) {
	encoded, err := json.Marshal(data)
	if err != nil {
		return nil, notJSON(path, fmt.Sprintf("a %T (%v)", data, err))
	}
	var plain any
	if err := json.Unmarshal(encoded, &plain); err != nil {
		return nil, notJSON(path, fmt.Sprintf("a %T (%v)", data, err))
	}
	return writePlain(text, plain, path, depth)
}

// lessUTF16 differs from the order of bytes only beyond U+E000.
func lessUTF16(a, b string) bool {
	for a != "" && b != "" {
		first, firstSize := utf8.DecodeRuneInString(a)
		second, secondSize := utf8.DecodeRuneInString(b)
		if first != second {
			if (first >= 0x10000) == (second >= 0x10000) {
				return first < second
			}
			return leadingUnit(first) < leadingUnit(second)
		}
		a, b = a[firstSize:], b[secondSize:]
	}
	return a == "" && b != ""
}

func leadingUnit(r rune) rune {
	if r < 0x10000 {
		return r
	}
	high, _ := utf16.EncodeRune(r)
	return high
}

const hexDigits = "0123456789abcdef"

// writeString escapes what JSON.stringify escapes.
func writeString(text *strings.Builder, value string) {
	text.WriteByte('"')
	start := 0
	for index := 0; index < len(value); index++ {
		char := value[index]
		if char >= 0x20 && char != '"' && char != '\\' {
			continue
		}
		text.WriteString(value[start:index])
		start = index + 1
		switch char {
		case '"', '\\':
			text.WriteByte('\\')
			text.WriteByte(char)
		case '\n':
			text.WriteString(`\n`)
		case '\r':
			text.WriteString(`\r`)
		case '\t':
			text.WriteString(`\t`)
		case '\b':
			text.WriteString(`\b`)
		case '\f':
			text.WriteString(`\f`)
		default:
			text.WriteString(`\u00`)
			text.WriteByte(hexDigits[char>>4])
			text.WriteByte(hexDigits[char&15])
		}
	}
	text.WriteString(value[start:])
	text.WriteByte('"')
}
