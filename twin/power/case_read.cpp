#include "twin/power/case_compute.hpp"
#include "twin/power/case_file.hpp"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace dalian::power {
namespace {

/// A row of a table with its line, for what is said about it.
class RowReader {
 public:
  RowReader(Matrix const& table, std::size_t row, std::string const& what) : table_(table), row_(row), what_(what) {}
  double number(std::size_t column) const { return table_.at(row_, column); }
  Error error(std::string const& reason) const {
    int const line = row_ < table_.line_of_row.size() ? table_.line_of_row[row_] : 0;
    return {fmt::format("{}: {}: {}", line, what_, reason)};
  }
  /// A finite number, else why not.
  Status finite(std::initializer_list<std::pair<char const*, std::size_t>> fields) const {
    for (auto const& [name, column] : fields)
      if (!std::isfinite(number(column))) return error(fmt::format("{} is not finite", name));
    return {};
  }

 private:
  Matrix const& table_;
  std::size_t row_;
  std::string what_;
};

bool is_whole(double v, double low, double high) {
  return v >= low && v <= high && v == std::floor(v);
}

class CaseReader {
 public:
  explicit CaseReader(CaseFields const& fields) : fields_(fields) {}

  Result<Network> run() {
    for (auto const& step :
         {&CaseReader::read_head, &CaseReader::read_buses, &CaseReader::read_generators, &CaseReader::read_branches})
      if (auto const done = (this->*step)(); !done) return Error{done.error()};
    if (auto const mistake = find_mistake(network_)) return Error{"0: " + mistake_text(*mistake, network_)};
    return std::move(network_);
  }

 private:
  Status read_head() {
    auto const version = fields_.texts.find("version");
    auto const number = fields_.matrices.find("version");
    bool const two = (version != fields_.texts.end() && version->second == "2") ||
                     (number != fields_.matrices.end() && number->second.is_scalar() && number->second.values[0] == 2);
    if (!two) return Error{"0: mpc.version is not '2': only case files of version 2 are read"};
    auto const base = fields_.matrices.find("baseMVA");
    if (base == fields_.matrices.end() || !base->second.is_scalar() || !(base->second.values[0] > 0) ||
        !std::isfinite(base->second.values[0]))
      return Error{"0: mpc.baseMVA is not a number above 0"};
    network_.base_mva = base->second.values[0];
    if (auto const dc = fields_.matrices.find("dcline"); dc != fields_.matrices.end() && dc->second.rows > 0)
      return Error{"0: mpc.dcline: lines of direct current are not solved here; replace them by loads and generators"};
    return {};
  }

  Result<Matrix const*> table(std::string const& name, std::size_t columns, bool may_be_empty) const {
    auto const it = fields_.matrices.find(name);
    if (it == fields_.matrices.end()) return Error{fmt::format("0: mpc.{} is missing", name)};
    if (it->second.rows == 0 && may_be_empty) return &it->second;
    if (it->second.rows == 0 || it->second.columns < columns)
      return Error{fmt::format("{}: mpc.{} has {} columns, at least {} are needed",
                               it->second.line_of_row.empty() ? 0 : it->second.line_of_row[0], name, it->second.columns,
                               columns)};
    return &it->second;
  }

  Status read_buses() {
    auto const found = table("bus", 13, false);
    if (!found) return Error{found.error()};
    Matrix const& t = *found.value();
    for (std::size_t i = 0; i < t.rows; ++i) {
      RowReader const row(t, i, "bus");
      if (!is_whole(row.number(0), 1, 2e9)) return row.error("its number is not one of 1…2000000000");
      if (!is_whole(row.number(1), 1, 4)) return row.error("its type is not one of 1, 2, 3, 4");
      if (auto const ok = row.finite({{"Pd", 2}, {"Qd", 3}, {"Gs", 4}, {"Bs", 5}, {"Vm", 7}, {"Va", 8}, {"baseKV", 9}});
          !ok)
        return ok;
      Bus b;
      b.number = static_cast<int>(row.number(0));
      b.kind = static_cast<BusKind>(static_cast<int>(row.number(1)) - 1);
      b.load_mw = row.number(2), b.load_mvar = row.number(3);
      b.shunt_mw = row.number(4), b.shunt_mvar = row.number(5);
      b.vm = row.number(7), b.va_deg = row.number(8), b.base_kv = row.number(9);
      b.v_max = row.number(11), b.v_min = row.number(12);
      if (!bus_of_.emplace(b.number, static_cast<int>(i)).second)
        return row.error(fmt::format("there are two of number {}", b.number));
      network_.buses.push_back(b);
    }
    return {};
  }

  Result<int> bus(RowReader const& row, std::size_t column) const {
    double const number = row.number(column);
    auto const it = is_whole(number, 1, 2e9) ? bus_of_.find(static_cast<int>(number)) : bus_of_.end();
    if (it == bus_of_.end()) return row.error(fmt::format("there is no bus {}", number));
    return it->second;
  }

  Status read_generators() {
    auto const found = table("gen", 10, true);
    if (!found) return Error{found.error()};
    Matrix const& t = *found.value();
    for (std::size_t i = 0; i < t.rows; ++i) {
      RowReader const row(t, i, "gen");
      auto const at = bus(row, 0);
      if (!at) return Error{at.error()};
      if (auto const ok = row.finite({{"Pg", 1}, {"Qg", 2}, {"Vg", 5}}); !ok) return ok;
      Generator g;
      g.bus = at.value();
      g.p_mw = row.number(1), g.q_mvar = row.number(2), g.q_max = row.number(3), g.q_min = row.number(4);
      g.vm = row.number(5), g.on = row.number(7) > 0, g.p_max = row.number(8), g.p_min = row.number(9);
      if (g.on && !(g.vm > 0)) return row.error("Vg is not above 0");
      network_.generators.push_back(g);
    }
    return {};
  }

  Status read_branches() {
    auto const found = table("branch", 11, true);
    if (!found) return Error{found.error()};
    Matrix const& t = *found.value();
    for (std::size_t i = 0; i < t.rows; ++i) {
      RowReader const row(t, i, "branch");
      auto const from = bus(row, 0), to = bus(row, 1);
      if (!from) return Error{from.error()};
      if (!to) return Error{to.error()};
      if (auto const ok = row.finite({{"r", 2}, {"x", 3}, {"b", 4}, {"rateA", 5}, {"ratio", 8}, {"angle", 9}}); !ok)
        return ok;
      Branch b;
      b.from = from.value(), b.to = to.value();
      b.r = row.number(2), b.x = row.number(3), b.b = row.number(4), b.rating_mva = row.number(5);
      b.ratio = row.number(8) == 0 ? 1 : row.number(8); // 0 = a line
      b.shift_deg = row.number(9), b.on = row.number(10) > 0;
      if (!(b.ratio > 0)) return row.error("ratio is below 0");
      network_.branches.push_back(b);
    }
    return {};
  }

  CaseFields const& fields_;
  Network network_;
  std::map<int, int> bus_of_;
};

} // namespace

Result<Network> read_case(std::string_view text, std::string const& name) {
  auto const where = [&](std::string const& reason) { // "0: …" is of no line
    return Error{reason.starts_with("0: ") ? fmt::format("{}: {}", name, reason.substr(3)) : name + ":" + reason};
  };
  auto const fields = compute_case(text);
  if (!fields) return where(fields.error());
  auto network = CaseReader(fields.value()).run();
  if (!network) return where(network.error());
  return network;
}

} // namespace dalian::power
