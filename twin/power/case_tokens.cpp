#include "twin/power/case_tokens.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace dalian::power {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    while (at_ < text_.size() && error_.empty())
      next();
    if (!error_.empty()) return Error{fmt::format("{}: {}", line_, error_)};
    push({Token::Kind::line_end, "", 0, line_, true, true});
    push({Token::Kind::end, "", 0, line_, true, true});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void next() {
    char const c = peek();
    if (is_space(c)) {
      ++at_, spaced_ = true;
      if (!tokens_.empty()) tokens_.back().space_after = true;
    } else if (c == '\n') {
      push({Token::Kind::line_end, "", 0, line_++, true, true});
      ++at_;
      spaced_ = true;
    } else if (c == '%' || c == '#') {
      comment();
    } else if (c == '.' && peek(1) == '.' && peek(2) == '.') {
      continued();
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      number();
    } else if (is_letter(c)) {
      std::size_t const from = at_;
      while (is_letter(peek()) || is_digit(peek()))
        ++at_;
      push({Token::Kind::name, std::string(text_.substr(from, at_ - from)), 0, line_, false, false});
    } else if ((c == '\'' && !after_value()) || c == '"') {
      quoted(c);
    } else {
      sign();
    }
  }

  /// Behind a value ' means transposed, not a text.
  bool after_value() const {
    if (tokens_.empty() || spaced_) return false;
    Token const& t = tokens_.back();
    return t.kind == Token::Kind::number || t.kind == Token::Kind::name || t.is(")") || t.is("]");
  }

  void comment() {
    bool const block = (peek(1) == '{') && alone_on_line();
    if (block) {
      for (bool open = true; open && at_ < text_.size();) {
        skip_line();
        if (at_ < text_.size()) ++line_, ++at_;
        std::size_t first = at_;
        while (first < text_.size() && is_space(text_[first]))
          ++first;
        open = text_.substr(first, 2) != "%}";
      }
    }
    skip_line();
  }
  bool alone_on_line() const {
    std::size_t before = at_;
    while (before > 0 && is_space(text_[before - 1]))
      --before;
    std::size_t after = at_ + 2;
    while (after < text_.size() && is_space(text_[after]))
      ++after;
    return (before == 0 || text_[before - 1] == '\n') && (after >= text_.size() || text_[after] == '\n');
  }
  void skip_line() {
    while (at_ < text_.size() && peek() != '\n')
      ++at_;
  }
  void continued() {
    skip_line();
    if (at_ < text_.size()) ++at_, ++line_;
    spaced_ = true;
    if (!tokens_.empty()) tokens_.back().space_after = true;
  }

  void number() {
    double value = 0;
    auto const [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc()) {
      error_ = "a number that is too large or too small";
      return;
    }
    at_ = static_cast<std::size_t>(end - text_.data());
    push({Token::Kind::number, "", value, line_, false, false});
  }

  void quoted(char mark) {
    std::string out;
    for (++at_; at_ < text_.size() && peek() != '\n'; ++at_) {
      if (peek() == mark && peek(1) != mark) {
        ++at_;
        push({Token::Kind::text, std::move(out), 0, line_, false, false});
        return;
      }
      if (peek() == mark) ++at_;
      out += peek();
    }
    error_ = "a text that does not end on its line";
  }

  void sign() {
    constexpr std::array two{".*", "./", ".^", "==", "~=", "<=", ">=", "&&", "||"};
    for (std::string_view const s : two)
      if (text_.substr(at_, 2) == s) return take(2);
    constexpr std::string_view one = "()[]{}=+-*/^,;:.@'&|<>~!";
    if (one.find(peek()) != std::string_view::npos) return take(1);
    error_ = fmt::format("byte 0x{:02x} has no meaning here", static_cast<unsigned char>(peek()));
  }
  void take(std::size_t size) {
    push({Token::Kind::sign, std::string(text_.substr(at_, size)), 0, line_, false, false});
    at_ += size;
  }
  void push(Token token) {
    token.space_before = spaced_ || tokens_.empty();
    tokens_.push_back(std::move(token));
    spaced_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  bool spaced_ = true;
  std::vector<Token> tokens_;
  std::string error_;
};

} // namespace

Result<std::vector<Token>> read_tokens(std::string_view text) {
  return Lexer(text).run();
}

} // namespace dalian::power
