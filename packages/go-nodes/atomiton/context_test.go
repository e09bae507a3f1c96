package atomiton

import (
	"context"
	"errors"
	"strings"
	"testing"
)

func TestParametersOfTheWrongKindAreNamed(t *testing.T) {
	ctx := NewContext(context.Background(), 0, nil, map[string]any{"n": 1.5, "s": "x", "b": true}, nil)
	if number, err := ctx.Float("n"); err != nil || number != 1.5 {
		t.Errorf("got %g, %v", number, err)
	}
	if text, err := ctx.Text("s"); err != nil || text != "x" {
		t.Errorf("got %s, %v", text, err)
	}
	if flag, err := ctx.Flag("b"); err != nil || !flag {
		t.Errorf("got %t, %v", flag, err)
	}
	_, notWhole := ctx.Int("n")
	_, notText := ctx.Text("n")
	_, notFlag := ctx.Flag("s")
	_, absent := ctx.Float("missing")
	for name, err := range map[string]error{"n is 1.5": notWhole, "expected text": notText, "s is x": notFlag, "missing is <nil>": absent} {
		var known *Error
		if !errors.As(err, &known) || known.Kind != "validation" || !strings.Contains(known.Message, name) {
			t.Errorf("got %v, expected it to name %q", err, name)
		}
	}
}

func TestAMissingInputIsNamed(t *testing.T) {
	ctx := NewContext(context.Background(), 0, map[string]*Value{}, nil, nil)
	if _, err := ctx.Input("table"); err == nil || !strings.Contains(err.Error(), "table") {
		t.Errorf("got %v", err)
	}
}

func TestErrorfKnowsWhereItWasMade(t *testing.T) {
	var known *Error
	if err := Errorf("%d sheep", 3); !errors.As(err, &known) || known.Message != "3 sheep" {
		t.Fatalf("got %v", err)
	}
	if !strings.Contains(known.Stack, "TestErrorfKnowsWhereItWasMade") || strings.Contains(known.Stack, "atomiton.Errorf\n") {
		t.Errorf("got the stack %s", known.Stack)
	}
}
