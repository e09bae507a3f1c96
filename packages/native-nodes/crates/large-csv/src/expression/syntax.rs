//! Says in plain words why CEL text is no expression. It does not replace the parser: it is asked once the parser has
//! refused the text, and gives the place and the words that every evaluator gives (`vectors/cel-filter.json`).

/// Half a sentence without a full stop; `offset` counts characters.
#[derive(Debug, PartialEq, Eq)]
pub struct SyntaxProblem {
    pub offset: usize,
    pub message: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Number,
    Text,
    Sign,
}

#[derive(Clone)]
struct Token {
    kind: Kind,
    text: String,
    offset: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Group,
    Call,
    Index,
    List,
    Map,
}

struct Bracket {
    /// None for the whole text.
    open: Option<char>,
    offset: usize,
    role: Role,
    /// Question marks whose colon has not come yet.
    asked: Vec<usize>,
}

const SIGNS: [&str; 24] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[",
    "]", "{", "}", "!",
];
const INFIX: [&str; 14] = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "?"];
const RESERVED: [&str; 18] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
    "in",
];

fn quoted(text: &str) -> String {
    if text.contains('"') { format!("\u{201c}{text}\u{201d}") } else { format!("\"{text}\"") }
}

fn closing_of(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

fn sign_for_word(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "and" => Some("&&"),
        "or" => Some("||"),
        "not" => Some("!"),
        _ => None,
    }
}

fn missing_operator(before: &str) -> String {
    format!("an operator such as && or == is missing before {}", quoted(before))
}

fn is_name_start(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_'
}

fn is_name_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

struct Source {
    characters: Vec<char>,
}

impl Source {
    fn get(&self, at: usize) -> Option<char> {
        self.characters.get(at).copied()
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.characters[from..to.min(self.characters.len())].iter().collect()
    }

    fn starts_with(&self, at: usize, wanted: &str) -> bool {
        wanted.chars().enumerate().all(|(place, character)| self.get(at + place) == Some(character))
    }

    fn run(&self, mut at: usize, fits: impl Fn(char) -> bool) -> usize {
        while self.get(at).is_some_and(&fits) {
            at += 1;
        }
        at
    }

    /// One past blanks and comments.
    fn blank(&self, mut at: usize) -> usize {
        loop {
            at = self.run(at, |character| matches!(character, ' ' | '\t' | '\r' | '\n' | '\u{c}'));
            if !self.starts_with(at, "//") {
                return at;
            }
            at = self.run(at, |character| character != '\n');
        }
    }

    /// Length of a prefix such as `r` or `b` and the quote, with whether it is raw.
    fn quote(&self, at: usize) -> Option<(usize, String, bool)> {
        let mut from = at;
        let mut raw = false;
        let mut seen = (false, false);
        while let Some(character) = self.get(from) {
            match character {
                'r' | 'R' if !seen.0 => (seen.0, raw) = (true, true),
                'b' | 'B' if !seen.1 => seen.1 = true,
                _ => break,
            }
            from += 1;
        }
        ["\"\"\"", "'''", "\"", "'"]
            .into_iter()
            .find(|quote| self.starts_with(from, quote))
            .map(|quote| (from - at + quote.len(), quote.to_owned(), raw))
    }

    fn escape_length(&self, at: usize) -> Option<usize> {
        let hex = |count: usize| {
            (2..2 + count)
                .all(|place| self.get(at + place).is_some_and(|character| character.is_ascii_hexdigit()))
                .then_some(2 + count)
        };
        match self.get(at + 1)? {
            'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '"' | '\'' | '`' | '\\' | '?' => Some(2),
            'x' | 'X' => hex(2),
            'u' => hex(4),
            'U' => hex(8),
            '0'..='3' => (2..4)
                .all(|place| self.get(at + place).is_some_and(|character| ('0'..='7').contains(&character)))
                .then_some(4),
            _ => None,
        }
    }

    /// One past the text literal that begins at `offset`.
    fn text_end(&self, offset: usize, opening: &(usize, String, bool)) -> Result<usize, SyntaxProblem> {
        let (length, quote, raw) = opening;
        let mut at = offset + length;
        while let Some(character) = self.get(at) {
            if self.starts_with(at, quote) {
                return Ok(at + quote.len());
            }
            if quote.len() == 1 && character == '\n' {
                break;
            }
            at += match character {
                '\\' if *raw => 2,
                '\\' => self.escape_length(at).ok_or_else(|| SyntaxProblem {
                    offset: at,
                    message: format!("{} means nothing inside a text", quoted(&self.text(at, at + 2))),
                })?,
                _ => 1,
            };
        }
        Err(SyntaxProblem { offset, message: "the text that begins here has no closing quote".into() })
    }

    /// One past the number that begins at `at`, or `at` where none does.
    fn number_end(&self, at: usize) -> usize {
        let digits = |from: usize| self.run(from, |character| character.is_ascii_digit());
        let unsigned = |end: usize| end + usize::from(matches!(self.get(end), Some('u' | 'U')));
        if self.get(at) == Some('0') && matches!(self.get(at + 1), Some('x' | 'X')) {
            let end = self.run(at + 2, |character| character.is_ascii_hexdigit());
            if end > at + 2 {
                return unsigned(end);
            }
        }
        let whole = digits(at);
        let mut end = whole;
        if self.get(whole) == Some('.') && digits(whole + 1) > whole + 1 {
            end = digits(whole + 1);
        }
        if end == at {
            return at;
        }
        if matches!(self.get(end), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.get(end + 1), Some('+' | '-')));
            let exponent = digits(end + 1 + sign);
            if exponent > end + 1 + sign {
                end = exponent;
            }
        }
        unsigned(end)
    }

    fn token(&self, offset: usize) -> Result<Token, SyntaxProblem> {
        let token = |kind: Kind, end: usize| Token { kind, text: self.text(offset, end), offset };
        if let Some(opening) = self.quote(offset) {
            return Ok(token(Kind::Text, self.text_end(offset, &opening)?));
        }
        let first = self.characters[offset];
        if is_name_start(first) {
            return Ok(token(Kind::Name, self.run(offset, is_name_part)));
        }
        let number = self.number_end(offset);
        if number > offset {
            if !self.get(number).is_some_and(is_name_start) {
                return Ok(token(Kind::Number, number));
            }
            let text = self.text(offset, self.run(number, is_name_part));
            return Err(SyntaxProblem { offset, message: format!("{} is no number", quoted(&text)) });
        }
        if let Some(sign) = SIGNS.into_iter().find(|sign| self.starts_with(offset, sign)) {
            return Ok(token(Kind::Sign, offset + sign.len()));
        }
        let written = quoted(&first.to_string());
        let message = match first {
            '=' | '&' | '|' => format!("{written} is written \"{first}{first}\""),
            _ => format!("{written} is no part of an expression"),
        };
        Err(SyntaxProblem { offset, message })
    }
}

/// Reads the tokens one after another and keeps what has to come next.
struct Reader {
    wants_value: bool,
    open: Vec<Bracket>,
    previous: Option<Token>,
}

const NO_COLON: &str = "the \":\" that belongs to \"?\" is missing";

impl Reader {
    fn new() -> Self {
        let whole = Bracket { open: None, offset: 0, role: Role::Group, asked: Vec::new() };
        Self { wants_value: true, open: vec![whole], previous: None }
    }

    fn bracket(&mut self) -> &mut Bracket {
        self.open.last_mut().expect("the whole text is never closed")
    }

    fn previous_is(&self, text: &str) -> bool {
        self.previous.as_ref().is_some_and(|token| token.text == text)
    }

    fn take(&mut self, token: Token) -> Result<(), String> {
        if token.kind == Kind::Sign {
            self.sign(&token)?
        } else {
            self.operand(&token)?
        }
        self.previous = Some(token);
        Ok(())
    }

    fn operand(&mut self, token: &Token) -> Result<(), String> {
        let text = token.text.as_str();
        let name = token.kind == Kind::Name;
        if self.previous_is(".") && name {
            self.wants_value = false;
            return Ok(());
        }
        if self.wants_value {
            if name && text == "in" {
                return Err(self.missing_before(token));
            }
            if name && RESERVED.contains(&text) {
                return Err(format!("{} is a reserved word", quoted(text)));
            }
            self.wants_value = false;
            return Ok(());
        }
        if name && text == "in" {
            self.wants_value = true;
            return Ok(());
        }
        match sign_for_word(text).filter(|_| name) {
            Some(sign) if sign != "!" => return Err(format!("{} is written {}", quoted(text), quoted(sign))),
            _ => {}
        }
        let after_not = self
            .previous
            .as_ref()
            .is_some_and(|before| before.kind == Kind::Name && before.text.eq_ignore_ascii_case("not"));
        if after_not {
            return Err(format!("an operator is missing before {}; \"not\" is written \"!\"", quoted(text)));
        }
        Err(missing_operator(text))
    }

    fn missing_before(&self, token: &Token) -> String {
        match &self.previous {
            None => format!("a value is missing before {}", quoted(&token.text)),
            Some(before) => {
                format!("a value is missing between {} and {}", quoted(&before.text), quoted(&token.text))
            }
        }
    }

    fn sign(&mut self, token: &Token) -> Result<(), String> {
        let text = token.text.as_str();
        match text {
            "(" | "[" | "{" => return self.opening(token),
            ")" | "]" | "}" => return self.closing(token),
            "," => return self.comma(token),
            ":" => return self.colon(token),
            "!" if self.wants_value => return Ok(()),
            "!" => return Err("\"!\" stands before a value, or is written \"!=\"".into()),
            "-" if self.wants_value => return Ok(()),
            _ => {}
        }
        if self.wants_value {
            return Err(self.missing_before(token));
        }
        if text == "?" {
            let offset = token.offset;
            self.bracket().asked.push(offset);
        }
        self.wants_value = text == "." || INFIX.contains(&text);
        Ok(())
    }

    fn opening(&mut self, token: &Token) -> Result<(), String> {
        if self.previous_is(".") {
            return Err("a name is missing after \".\"".into());
        }
        let after = !self.wants_value;
        let after_name = self.previous.as_ref().is_some_and(|before| before.kind == Kind::Name);
        let role = match (token.text.as_str(), after) {
            ("(" | "{", true) if !after_name => return Err(missing_operator(&token.text)),
            ("(", true) => Role::Call,
            ("(", false) => Role::Group,
            ("[", true) => Role::Index,
            ("[", false) => Role::List,
            _ => Role::Map,
        };
        self.open.push(Bracket {
            open: token.text.chars().next(),
            offset: token.offset,
            role,
            asked: Vec::new(),
        });
        self.wants_value = true;
        Ok(())
    }

    fn closing(&mut self, token: &Token) -> Result<(), String> {
        let text = token.text.as_str();
        let bracket = self.bracket();
        let Some(open) = bracket.open else { return Err(format!("{} closes nothing", quoted(text))) };
        let (role, asked) = (bracket.role, !bracket.asked.is_empty());
        let wanted = closing_of(open).to_string();
        if text != wanted {
            return Err(format!("{} stands where {} is needed", quoted(text), quoted(&wanted)));
        }
        if asked {
            return Err(NO_COLON.into());
        }
        if self.wants_value {
            let empty = self.previous_is(&open.to_string()) && !matches!(role, Role::Group | Role::Index);
            let trailing = self.previous_is(",") && matches!(role, Role::List | Role::Map);
            if !empty && !trailing {
                return Err(self.missing_before(token));
            }
        }
        self.open.pop();
        self.wants_value = false;
        Ok(())
    }

    fn comma(&mut self, token: &Token) -> Result<(), String> {
        if self.wants_value {
            return Err(self.missing_before(token));
        }
        let bracket = self.bracket();
        if matches!(bracket.role, Role::Group | Role::Index) {
            return Err("\",\" stands outside of a list or a call".into());
        }
        if !bracket.asked.is_empty() {
            return Err(NO_COLON.into());
        }
        self.wants_value = true;
        Ok(())
    }

    fn colon(&mut self, token: &Token) -> Result<(), String> {
        if self.wants_value {
            return Err(self.missing_before(token));
        }
        let bracket = self.bracket();
        if bracket.asked.pop().is_none() && bracket.role != Role::Map {
            return Err("\":\" stands without a \"?\" before it".into());
        }
        self.wants_value = true;
        Ok(())
    }

    fn end(&mut self, length: usize) -> Option<SyntaxProblem> {
        let Some(previous) = self.previous.clone() else {
            return Some(SyntaxProblem { offset: 0, message: "there is no expression".into() });
        };
        let wants_value = self.wants_value;
        let bracket = self.bracket();
        let just_opened = bracket.open.is_some_and(|open| previous.text == open.to_string());
        if wants_value && !just_opened {
            let what = if previous.text == "." { "name" } else { "value" };
            return Some(SyntaxProblem {
                offset: length,
                message: format!("a {what} is missing after {}", quoted(&previous.text)),
            });
        }
        if let Some(open) = bracket.open {
            let message = format!("{} is never closed", quoted(&open.to_string()));
            return Some(SyntaxProblem { offset: bracket.offset, message });
        }
        bracket.asked.first().map(|&offset| SyntaxProblem { offset, message: NO_COLON.into() })
    }
}

/// The first place where CEL text stops making sense; None where nothing wrong is found. Linear.
pub fn syntax_problem(source: &str) -> Option<SyntaxProblem> {
    let source = Source { characters: source.chars().collect() };
    let mut reader = Reader::new();
    let mut at = source.blank(0);
    while at < source.characters.len() {
        let token = match source.token(at) {
            Ok(token) => token,
            Err(problem) => return Some(problem),
        };
        let end = at + token.text.chars().count();
        if let Err(message) = reader.take(token) {
            return Some(SyntaxProblem { offset: at, message });
        }
        at = source.blank(end);
    }
    let trailing = source.characters.iter().rev().take_while(|character| character.is_whitespace()).count();
    reader.end(source.characters.len() - trailing)
}
