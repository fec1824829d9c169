#include "twin/power/network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <initializer_list>
#include <map>

namespace dalian::power {
namespace {

bool finite(std::initializer_list<double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

constexpr char kNotFinite[] = "power.not_finite", kNoNumber[] = "power.no_number", kNoBus[] = "power.no_bus";

Trouble mistake(Element element, std::size_t index, char const* code, std::string message) {
  return {Trouble::Weight::error, element, index, std::move(message), code, {}};
}
Trouble not_finite(Element element, std::size_t index) {
  return mistake(element, index, kNotFinite, "a figure is not finite");
}
Trouble no_number(Element element, std::size_t index) {
  return mistake(element, index, kNoNumber, "a limit is no number");
}

std::optional<Trouble> mistake_of_buses(Network const& n) {
  std::map<int, std::size_t> numbers;
  for (std::size_t i = 0; i < n.buses.size(); ++i) {
    Bus const& b = n.buses[i];
    if (!finite({b.load_mw, b.load_mvar, b.shunt_mw, b.shunt_mvar, b.vm, b.va_deg, b.base_kv}))
      return not_finite(Element::bus, i);
    if (std::isnan(b.v_max) || std::isnan(b.v_min)) return no_number(Element::bus, i);
    if (!numbers.emplace(b.number, i).second)
      return mistake(Element::bus, i, "power.bus_twice", "there are two of this number");
  }
  return std::nullopt;
}

bool is_bus(Network const& n, int i) {
  return i >= 0 && i < static_cast<int>(n.buses.size());
}

std::optional<Trouble> mistake_of_generators(Network const& n) {
  for (std::size_t i = 0; i < n.generators.size(); ++i) {
    Generator const& g = n.generators[i];
    if (!is_bus(n, g.bus)) return mistake(Element::generator, i, kNoBus, "a bus is not there");
    if (!finite({g.p_mw, g.q_mvar, g.vm})) return not_finite(Element::generator, i);
    if (std::isnan(g.q_max) || std::isnan(g.q_min)) return no_number(Element::generator, i);
    if (g.on && !(g.vm > 0)) return mistake(Element::generator, i, "power.no_voltage", "its voltage is not above 0");
  }
  return std::nullopt;
}

std::optional<Trouble> mistake_of_branches(Network const& n) {
  for (std::size_t i = 0; i < n.branches.size(); ++i) {
    Branch const& b = n.branches[i];
    if (!is_bus(n, b.from) || !is_bus(n, b.to)) return mistake(Element::branch, i, kNoBus, "a bus is not there");
    if (!finite({b.r, b.x, b.b, b.ratio, b.shift_deg, b.rating_mva})) return not_finite(Element::branch, i);
    if (!(b.ratio > 0)) return mistake(Element::branch, i, "power.no_ratio", "its ratio is not above 0");
  }
  return std::nullopt;
}

std::optional<Trouble> mistake_of_shunts(Network const& n) {
  for (std::size_t i = 0; i < n.shunts.size(); ++i) {
    SwitchedShunt const& s = n.shunts[i];
    if (is_bus(n, s.bus) && finite({s.step_mvar, s.v_low, s.v_high}) && s.now >= 0 && s.now <= s.steps) continue;
    Trouble out = mistake(Element::network, 0, "power.shunt", fmt::format("switched shunt {}: impossible", i + 1));
    out.values = {std::to_string(i + 1)};
    return out;
  }
  return std::nullopt;
}

} // namespace

std::optional<Trouble> find_mistake(Network const& n) {
  if (!(n.base_mva > 0) || !std::isfinite(n.base_mva))
    return mistake(Element::network, 0, "power.base", "the base power is not above 0");
  for (auto const of : {mistake_of_buses, mistake_of_generators, mistake_of_branches, mistake_of_shunts})
    if (auto found = of(n)) return found;
  return std::nullopt;
}

std::string mistake_text(Trouble const& t, Network const& n) {
  switch (t.element) {
  case Element::network:
    break;
  case Element::bus:
    return fmt::format("bus {}: {}", n.buses[t.index].number, t.message);
  case Element::branch:
    return fmt::format("branch {}: {}", t.index + 1, t.message);
  case Element::generator:
    return fmt::format("generator {}: {}", t.index + 1, t.message);
  }
  return t.message;
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
