package atomiton

import (
	"errors"
	"math"
	"math/rand"
	"strconv"
	"strings"
	"testing"
)

func TestNumberTextIsThatOfECMAScript(t *testing.T) {
	for text, number := range map[string]float64{
		"0": math.Copysign(0, -1), "1": 1, "-1.5": -1.5, "1e+21": 1e21, "100000000000000000000": 1e20,
		"123456789012345680000": 123456789012345680000, "0.000001": 1e-6, "1e-7": 1e-7, "1.5e-9": 1.5e-9,
		"5e-324": 5e-324, "1.7976931348623157e+308": math.MaxFloat64, "0.30000000000000004": 0.30000000000000004,
		"9007199254740992": 1 << 53, "-10000000000000000": -1e16, "120": 120, "0.05": 0.05,
	} {
		if got := NumberText(number); got != text {
			t.Errorf("NumberText(%g) = %s, expected %s", number, got, text)
		}
	}
}

func TestNumberTextReadsBackTheSame(t *testing.T) {
	source := rand.New(rand.NewSource(1))
	for range 20_000 {
		number := math.Float64frombits(source.Uint64())
		if math.IsNaN(number) || math.IsInf(number, 0) {
			continue
		}
		if back, err := strconv.ParseFloat(NumberText(number), 64); err != nil || back != number {
			t.Fatalf("%g came back as %g (%v)", number, back, err)
		}
	}
}

func TestPlainJSONIsSortedWithoutSpaces(t *testing.T) {
	type inner struct {
		Z string `json:"z"`
	}
	_, text, err := PlainJSON(map[string]any{"b": []any{1, 2.0, nil, true}, "a": inner{"q\"\n\x1f<é"}, "c": []int{3}})
	expected := `{"a":{"z":"q\"\n\u001f<é"},"b":[1,2,null,true],"c":[3]}`
	if err != nil || text != expected {
		t.Errorf("got %s (%v), expected %s", text, err, expected)
	}
}

func TestKeysAreSortedByUTF16Unit(t *testing.T) {
	_, text, _ := PlainJSON(map[string]any{"\uFFFD": 1, "\U0001F600": 2, "a": 3, "ab": 4})
	if expected := "{\"a\":3,\"ab\":4,\"\U0001F600\":2,\"\uFFFD\":1}"; text != expected {
		t.Errorf("got %s, expected %s", text, expected)
	}
}

func TestPlainJSONNamesWhatItCannotHold(t *testing.T) {
	deep := any(1)
	for range 300 {
		deep = []any{deep}
	}
	for place, data := range map[string]any{
		"$.a[1] is NaN":   map[string]any{"a": []any{1, math.NaN()}},
		"is +Inf":         math.Inf(1),
		"not UTF-8":       "a\xff",
		"reserved key":    map[string]any{"__proto__": 1},
		"a func()":        func() {},
		"200 levels":      deep,
		"$[0] is a chan ": []any{make(chan int)},
	} {
		_, _, err := PlainJSON(data)
		var known *Error
		if !errors.As(err, &known) || known.Code != "not-json" || !strings.Contains(known.Message, place) {
			t.Errorf("got %v, expected an error with %q", err, place)
		}
	}
}

func TestIdentityOfBytes(t *testing.T) {
	const expected = "ae22362750820ceff4ae7e2a5c1cafc5fe0591ac2855cf61a2c0d321bb6acfc0"
	if got := IdentityOf("bytes:", []byte("abc")); got != expected {
		t.Errorf("got %s", got)
	}
}
