#include "twin/power/case_compute.hpp"

#include "twin/power/case_matrix.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>

namespace dalian::power {
namespace {

/// Thrown inside this file alone, with the line in front.
struct Stop {
  std::string reason;
};

/// Column names in the order in which idx_bus, idx_brch and idx_gen return them (MATPOWER User's Manual, tables B-1
/// to B-3); for those not bound by name the number behind it is the column.
std::map<std::string, double> constants() {
  std::map<std::string, double> out{{"PQ", 1},
                                    {"PV", 2},
                                    {"REF", 3},
                                    {"NONE", 4},
                                    {"pi", 3.14159265358979323846},
                                    {"Inf", std::numeric_limits<double>::infinity()},
                                    {"inf", std::numeric_limits<double>::infinity()},
                                    {"NaN", std::numeric_limits<double>::quiet_NaN()}};
  constexpr std::array bus{"BUS_I", "BUS_TYPE", "PD",      "QD",   "GS",   "BS",  "BUS_AREA",
                           "VM",    "VA",       "BASE_KV", "ZONE", "VMAX", "VMIN"};
  constexpr std::array branch{"F_BUS",  "T_BUS", "BR_R",  "BR_X",      "BR_B",   "RATE_A", "RATE_B",
                              "RATE_C", "TAP",   "SHIFT", "BR_STATUS", "ANGMIN", "ANGMAX"};
  constexpr std::array gen{"GEN_BUS", "PG", "QG", "QMAX", "QMIN", "VG", "MBASE", "GEN_STATUS", "PMAX", "PMIN"};
  auto const enter = [&](auto const& names) {
    for (std::size_t i = 0; i < names.size(); ++i)
      out[names[i]] = static_cast<double>(i + 1);
  };
  enter(bus), enter(branch), enter(gen);
  return out;
}

class Statements {
 public:
  explicit Statements(std::vector<Token> tokens) : tokens_(std::move(tokens)), constants_(constants()) {}

  CaseFields run() {
    while (here().kind != Token::Kind::end) {
      if (here().kind == Token::Kind::line_end || here().is(";") || here().is(","))
        ++at_;
      else
        statement();
    }
    return std::move(fields_);
  }

 private:
  Token const& here() const { return tokens_[at_]; }
  Token const& ahead(std::size_t n) const { return tokens_[std::min(at_ + n, tokens_.size() - 1)]; }
  [[noreturn]] void stop(std::string const& reason) const { throw Stop{fmt::format("{}: {}", here().line, reason)}; }
  bool take(std::string_view sign) {
    if (!here().is(sign)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view sign) {
    if (!take(sign)) stop(fmt::format("'{}' is missing", sign));
  }
  Matrix must(Result<Matrix> result) const {
    if (!result) stop(result.error());
    return std::move(*result);
  }

  void end_statement() {
    if (here().kind == Token::Kind::end || here().kind == Token::Kind::line_end || take(";") || take(",")) return;
    stop("one statement is expected to end here");
  }

  void statement() {
    if (here().is("[")) return names_of_columns();
    if (here().kind != Token::Kind::name) stop("a statement begins with a name");
    std::string const word = here().text;
    if (word == "function") return skip_statement();
    if (word == "define_constants" || word == "return" || word == "end" || word == "endfunction") {
      ++at_;
      return end_statement();
    }
    ++at_;
    if (word == case_name_ && here().is(".")) return field_statement();
    if (!here().is("=")) stop(fmt::format("'{}': only assignments are understood", word));
    ++at_;
    variables_[word] = expression();
    end_statement();
  }

  void skip_statement() { // function mpc = name
    if (ahead(1).kind == Token::Kind::name && ahead(2).is("=")) case_name_ = ahead(1).text;
    while (here().kind != Token::Kind::line_end && here().kind != Token::Kind::end)
      ++at_;
  }

  /// [A, B, …] = idx_bus: the names mean what MATPOWER's function returns.
  void names_of_columns() {
    std::size_t close = at_;
    while (!tokens_[close].is("]") && tokens_[close].kind != Token::Kind::end)
      ++close;
    if (tokens_[close].kind == Token::Kind::end || !tokens_[close + 1].is("="))
      stop("'[…] =' is understood for idx_bus, idx_brch and idx_gen alone");
    at_ = close + 2;
    std::string const function = here().text;
    if (function != "idx_bus" && function != "idx_brch" && function != "idx_gen")
      stop("'[…] =' is understood for idx_bus, idx_brch and idx_gen alone");
    ++at_;
    if (take("(")) expect(")");
    end_statement();
  }

  void field_statement() {
    ++at_;
    if (here().kind != Token::Kind::name) stop("a field's name is missing");
    std::string const field = here().text;
    ++at_;
    if (here().is("(")) return assign_part(field);
    expect("=");
    if (here().kind == Token::Kind::text) {
      fields_.texts[field] = here().text;
      ++at_;
    } else if (here().is("{")) {
      skip_cells();
    } else {
      fields_.matrices[field] = expression();
    }
    end_statement();
  }

  void skip_cells() {
    int depth = 0;
    do {
      if (here().kind == Token::Kind::end) stop("a list in braces does not end");
      depth += here().is("{") ? 1 : here().is("}") ? -1 : 0;
      ++at_;
    } while (depth > 0);
  }

  struct Part {
    std::vector<std::size_t> rows, columns;
  };

  void assign_part(std::string const& field) {
    if (!fields_.matrices.contains(field)) stop(fmt::format("'{}' has no value yet", field));
    Part const part = indices(fields_.matrices[field]);
    expect("=");
    Matrix const value = expression();
    Matrix& target = fields_.matrices[field];
    if (!value.is_scalar() && (value.rows != part.rows.size() || value.columns != part.columns.size()))
      stop(fmt::format("{}×{} values for {}×{} places", value.rows, value.columns, part.rows.size(),
                       part.columns.size()));
    for (std::size_t r = 0; r < part.rows.size(); ++r)
      for (std::size_t c = 0; c < part.columns.size(); ++c)
        target.at(part.rows[r], part.columns[c]) = value.is_scalar() ? value.values[0] : value.at(r, c);
    end_statement();
  }

  Part indices(Matrix const& of) {
    expect("(");
    Part part;
    part.rows = index(of.rows);
    expect(",");
    part.columns = index(of.columns);
    expect(")");
    return part;
  }

  std::vector<std::size_t> index(std::size_t size) {
    std::vector<std::size_t> out;
    if (here().is(":")) {
      ++at_;
      out.resize(size);
      std::iota(out.begin(), out.end(), std::size_t{0});
      return out;
    }
    for (double const v : expression().values) {
      if (!(v >= 1 && v <= static_cast<double>(size)) || v != std::floor(v))
        stop(fmt::format("index {} is not one of 1…{}", v, size));
      out.push_back(static_cast<std::size_t>(v) - 1);
    }
    return out;
  }

  Matrix expression() {
    if (++depth_ > kDeepest) stop("nested too deeply");
    Matrix left = product();
    while ((here().is("+") || here().is("-")) && !parts_elements()) {
      std::string const sign = here().text;
      ++at_;
      left = must(combine(sign, left, product(), true));
    }
    --depth_;
    return left;
  }

  /// In brackets "1 -2" is two elements, "1 - 2" and "1-2" are one.
  bool parts_elements() const { return brackets_ > 0 && here().space_before && !here().space_after; }

  Matrix product() {
    Matrix left = signed_power();
    while (here().is("*") || here().is("/") || here().is(".*") || here().is("./")) {
      std::string const sign = here().text;
      ++at_;
      left = must(combine(sign, left, signed_power(), sign[0] == '.'));
    }
    return left;
  }

  Matrix signed_power() {
    if (here().is("-") || here().is("+")) {
      bool const minus = here().is("-");
      ++at_;
      if (++depth_ > kDeepest) stop("nested too deeply");
      Matrix value = signed_power();
      --depth_;
      return minus ? must(combine("*", value, scalar(-1), true)) : value;
    }
    Matrix left = primary();
    while (here().is("^") || here().is(".^")) {
      std::string const sign = here().text;
      ++at_;
      left = must(combine(sign, left, here().is("-") ? signed_power() : primary(), sign[0] == '.'));
    }
    return left;
  }

  Matrix primary() {
    Token const token = here();
    if (token.kind == Token::Kind::number) {
      ++at_;
      return scalar(token.number);
    }
    if (token.is("(")) {
      ++at_;
      int const outside = std::exchange(brackets_, 0);
      Matrix value = expression();
      brackets_ = outside;
      expect(")");
      return value;
    }
    if (token.is("[")) return brackets();
    if (token.kind == Token::Kind::name) return named();
    stop("a number, a name or a matrix is expected here");
  }

  Matrix named() {
    std::string const name = here().text;
    ++at_;
    if (name == case_name_ && take(".")) {
      std::string const field = here().text;
      auto const it = fields_.matrices.find(field);
      if (here().kind != Token::Kind::name || it == fields_.matrices.end())
        stop(fmt::format("'{}' has no value yet", field));
      ++at_;
      return here().is("(") ? part_of(it->second) : it->second;
    }
    if (auto const it = variables_.find(name); it != variables_.end())
      return here().is("(") ? part_of(it->second) : it->second;
    if (auto const it = constants_.find(name); it != constants_.end()) return scalar(it->second);
    if (!take("(")) stop(fmt::format("'{}' is not set above", name));
    int const outside = std::exchange(brackets_, 0);
    Matrix const argument = expression();
    brackets_ = outside;
    expect(")");
    return must(call(name, argument));
  }

  Matrix part_of(Matrix const& whole) {
    int const outside = std::exchange(brackets_, 0);
    Part const part = indices(whole);
    brackets_ = outside;
    Matrix out{part.rows.size(), part.columns.size(), {}, {}};
    if (out.rows * out.columns > kMostElements) stop("a matrix of more than 4 million elements");
    for (std::size_t const r : part.rows)
      for (std::size_t const c : part.columns)
        out.values.push_back(whole.at(r, c));
    return out;
  }

  Matrix brackets() {
    if (++depth_ > kDeepest) stop("nested too deeply");
    expect("[");
    ++brackets_;
    std::vector<Matrix> rows, row;
    std::vector<int> lines;
    int line = here().line;
    auto const end_row = [&] {
      if (!row.empty()) {
        rows.push_back(row.size() == 1 ? std::move(row[0]) : must(beside(row)));
        lines.push_back(line);
      }
      row.clear();
    };
    while (!here().is("]")) {
      if (here().kind == Token::Kind::end) stop("a matrix does not end");
      if (here().kind == Token::Kind::line_end || here().is(";")) {
        end_row();
        ++at_;
      } else if (!take(",")) {
        if (row.empty()) line = here().line;
        row.push_back(expression());
      }
    }
    end_row();
    ++at_;
    --brackets_, --depth_;
    auto out = below(std::move(rows), lines);
    if (!out && !out.error().empty() && out.error()[0] >= '0' && out.error()[0] <= '9') throw Stop{out.error()};
    return must(std::move(out));
  }

  static constexpr int kDeepest = 64;

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::string case_name_ = "mpc";
  std::map<std::string, double> constants_;
  std::map<std::string, Matrix> variables_;
  CaseFields fields_;
  int brackets_ = 0, depth_ = 0;
};

} // namespace

Result<CaseFields> compute_case(std::string_view text) {
  auto tokens = read_tokens(text);
  if (!tokens) return Error{tokens.error()};
  try {
    return Statements(std::move(*tokens)).run();
  } catch (Stop const& s) {
    return Error{s.reason};
  }
}

} // namespace dalian::power
