#include "tools/bake/models/expression.hpp"

#include <cctype>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>

namespace dalian::bake {
namespace {

/// Recursive descent, one function per level of precedence; throws, evaluate() turns it into a Result.
class Parser {
 public:
  Parser(std::string_view text, Parameters const& known) : text_(text), known_(known) {}

  double whole() {
    double const value = choice();
    skip_space();
    if (at_ < text_.size()) fail("rubbish");
    return value;
  }

 private:
  [[noreturn]] void fail(std::string const& what) const {
    throw std::runtime_error(fmt::format("'{}': {} at character {}", text_, what, at_ + 1));
  }
  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])))
      ++at_;
  }
  bool take(std::string_view token) {
    skip_space();
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  double choice() {
    double const condition = comparison();
    if (!take("?")) return condition;
    double const yes = choice();
    if (!take(":")) fail("':' missing");
    double const no = choice();
    return condition != 0 ? yes : no;
  }
  double comparison() {
    double const left = sum();
    if (take("==")) return left == sum();
    if (take("!=")) return left != sum();
    if (take("<=")) return left <= sum();
    if (take(">=")) return left >= sum();
    if (take("<")) return left < sum();
    if (take(">")) return left > sum();
    return left;
  }
  double sum() {
    double value = product();
    for (;;) {
      if (take("+"))
        value += product();
      else if (take("-"))
        value -= product();
      else
        return value;
    }
  }
  double product() {
    double value = sign();
    for (;;) {
      if (take("*"))
        value *= sign();
      else if (take("/"))
        value /= sign();
      else if (take("%"))
        value = std::fmod(value, sign());
      else
        return value;
    }
  }
  double sign() {
    if (take("-")) return -sign();
    if (take("(")) {
      double const value = choice();
      if (!take(")")) fail("')' missing");
      return value;
    }
    skip_space();
    if (at_ >= text_.size()) fail("operand missing");
    auto const c = static_cast<unsigned char>(text_[at_]);
    if (std::isdigit(c) || c == '.') return number();
    if (std::isalpha(c) || c == '_') return name();
    fail("operand missing");
  }
  double number() {
    std::string const rest(text_.substr(at_));
    std::size_t used = 0;
    double const value = std::stod(rest, &used);
    at_ += used;
    return value;
  }
  double name() {
    std::size_t const from = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_'))
      ++at_;
    std::string_view const word = text_.substr(from, at_ - from);
    if (take("(")) return call(word);
    auto const found = known_.find(word);
    if (found == known_.end()) fail(fmt::format("unknown name '{}'", word));
    return found->second;
  }
  double call(std::string_view function) {
    std::vector<double> arguments;
    do
      arguments.push_back(choice());
    while (take(","));
    if (!take(")")) fail("')' missing");
    constexpr double kRadians = 3.14159265358979323846 / 180;
    if (arguments.size() == 2) {
      if (function == "min") return std::min(arguments[0], arguments[1]);
      if (function == "max") return std::max(arguments[0], arguments[1]);
    }
    if (arguments.size() == 1) {
      if (function == "floor") return std::floor(arguments[0]);
      if (function == "round") return std::round(arguments[0]);
      if (function == "sqrt") return std::sqrt(arguments[0]);
      if (function == "sin") return std::sin(arguments[0] * kRadians);
      if (function == "cos") return std::cos(arguments[0] * kRadians);
    }
    fail(fmt::format("unknown function '{}' of {} arguments", function, arguments.size()));
  }

  std::string_view text_;
  Parameters const& known_;
  std::size_t at_ = 0;
};

} // namespace

Result<double> evaluate(std::string_view text, Parameters const& known) {
  try {
    double const value = Parser(text, known).whole();
    if (!std::isfinite(value)) return Error{fmt::format("'{}': the result is not finite", text)};
    return value;
  } catch (std::exception const& e) {
    return Error{e.what()};
  }
}

} // namespace dalian::bake
