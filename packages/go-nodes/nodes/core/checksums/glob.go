package checksums

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"atomiton.dev/go-nodes/atomiton"
)

// matcher says whether a path relative to the folder, with /, is wanted.
type matcher func(relative string) bool

// compileGlob reads a pattern: * and ? stay within a name, [a-z] is a class, ** spans folders. A pattern without / is
// compared with the name alone; several are separated by commas.
func compileGlob(pattern string) (matcher, error) {
	if strings.TrimSpace(pattern) == "" {
		return func(string) bool { return true }, nil
	}
	var matchers []matcher
	for _, part := range strings.Split(pattern, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		expression, err := regexp.Compile("^" + globExpression(part) + "$")
		if err != nil {
			return nil, &atomiton.Error{Kind: "validation", Code: "bad-pattern", Port: "pattern",
				Message: fmt.Sprintf("The pattern %q cannot be read, expected one like *.csv or data/**/*.png.", part)}
		}
		byName := !strings.Contains(part, "/")
		matchers = append(matchers, func(relative string) bool {
			if byName {
				relative = path.Base(relative)
			}
			return expression.MatchString(relative)
		})
	}
	return func(relative string) bool {
		for _, matches := range matchers {
			if matches(relative) {
				return true
			}
		}
		return false
	}, nil
}

func globExpression(glob string) string {
	var text strings.Builder
	for index := 0; index < len(glob); index++ {
		switch char := glob[index]; char {
		case '*':
			switch {
			case strings.HasPrefix(glob[index:], "**/"):
				text.WriteString("(?:.*/)?")
				index += 2
			case strings.HasPrefix(glob[index:], "**"):
				text.WriteString(".*")
				index++
			default:
				text.WriteString("[^/]*")
			}
		case '?':
			text.WriteString("[^/]")
		case '[':
			end := strings.IndexByte(glob[index:], ']')
			if end < 0 {
				// No class begins here: regexp refuses the open bracket.
				text.WriteByte('[')
				continue
			}
			class := glob[index+1 : index+end]
			if strings.HasPrefix(class, "!") {
				class = "^" + class[1:]
			}
			text.WriteString("[" + strings.ReplaceAll(class, `\`, `\\`) + "]")
			index += end
		default:
			// Bytes of UTF-8 stay as they are.
			if char < 0x80 {
				text.WriteString(regexp.QuoteMeta(string(char)))
			} else {
				text.WriteByte(char)
			}
		}
	}
	return text.String()
}
