#include "twin/power/network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <initializer_list>

namespace dalian::power {
namespace {

bool finite(std::initializer_list<double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

std::string find_mistake_of_buses(Network const& n) {
  std::vector<int> numbers;
  for (Bus const& b : n.buses) {
    numbers.push_back(b.number);
    if (!finite({b.load_mw, b.load_mvar, b.shunt_mw, b.shunt_mvar, b.vm, b.va_deg, b.base_kv}))
      return fmt::format("bus {}: a figure is not finite", b.number);
    if (std::isnan(b.v_max) || std::isnan(b.v_min))
      return fmt::format("bus {}: a voltage limit is no number", b.number);
  }
  std::sort(numbers.begin(), numbers.end());
  auto const twice = std::adjacent_find(numbers.begin(), numbers.end());
  return twice == numbers.end() ? std::string() : fmt::format("bus {}: there are two of this number", *twice);
}

} // namespace

std::string find_mistake(Network const& n) {
  if (!(n.base_mva > 0) || !std::isfinite(n.base_mva)) return "the base power is not above 0";
  auto const is_bus = [&](int i) { return i >= 0 && i < static_cast<int>(n.buses.size()); };
  if (auto mistake = find_mistake_of_buses(n); !mistake.empty()) return mistake;
  for (std::size_t i = 0; i < n.generators.size(); ++i) {
    Generator const& g = n.generators[i];
    if (!is_bus(g.bus)) return fmt::format("generator {}: its bus is not there", i + 1);
    if (!finite({g.p_mw, g.q_mvar, g.vm})) return fmt::format("generator {}: a figure is not finite", i + 1);
    if (std::isnan(g.q_max) || std::isnan(g.q_min)) return fmt::format("generator {}: a limit is no number", i + 1);
    if (g.on && !(g.vm > 0)) return fmt::format("generator {}: its voltage is not above 0", i + 1);
  }
  for (std::size_t i = 0; i < n.branches.size(); ++i) {
    Branch const& b = n.branches[i];
    if (!is_bus(b.from) || !is_bus(b.to)) return fmt::format("branch {}: a bus is not there", i + 1);
    if (!finite({b.r, b.x, b.b, b.ratio, b.shift_deg, b.rating_mva}))
      return fmt::format("branch {}: a figure is not finite", i + 1);
    if (!(b.ratio > 0)) return fmt::format("branch {}: its ratio is not above 0", i + 1);
  }
  for (std::size_t i = 0; i < n.shunts.size(); ++i) {
    SwitchedShunt const& s = n.shunts[i];
    if (!is_bus(s.bus) || !finite({s.step_mvar, s.v_low, s.v_high}) || s.now < 0 || s.now > s.steps)
      return fmt::format("switched shunt {}: impossible", i + 1);
  }
  return {};
}

std::string name_of_branch(Network const& n, std::size_t branch) {
  Branch const& b = n.branches[branch];
  return fmt::format("branch {}-{}", n.buses[static_cast<std::size_t>(b.from)].number,
                     n.buses[static_cast<std::size_t>(b.to)].number);
}

std::string to_text(Trouble const& t, Network const& n) {
  constexpr std::array weights{"error", "warning", "note"};
  std::string name;
  switch (t.element) {
  case Element::network:
    name = "network";
    break;
  case Element::bus:
    name = fmt::format("bus {}", n.buses[t.index].number);
    break;
  case Element::branch:
    name = name_of_branch(n, t.index);
    break;
  case Element::generator:
    name = fmt::format("generator {} at bus {}", t.index + 1,
                       n.buses[static_cast<std::size_t>(n.generators[t.index].bus)].number);
    break;
  }
  return fmt::format("{}: {}: {}", weights[static_cast<std::size_t>(t.weight)], name, t.message);
}

} // namespace dalian::power
