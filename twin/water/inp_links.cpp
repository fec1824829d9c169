// Pipes, pumps and valves of an EPANET input file, their status, and the energy of pumps.
#include "twin/water/inp_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::water {
namespace {

struct ValveName {
  std::string_view word;
  LinkKind kind;
};
constexpr std::array kValves{ValveName{"PRV", LinkKind::prv}, ValveName{"PSV", LinkKind::psv},
                             ValveName{"PBV", LinkKind::pbv}, ValveName{"FCV", LinkKind::fcv},
                             ValveName{"TCV", LinkKind::tcv}, ValveName{"GPV", LinkKind::gpv}};

/// shutoff − factor·qᵉ through a point (with shutoff 4/3 of its head, EPANET 2 manual 3.1) or three, the first without
/// flow.
bool fit(PumpLaw& law) {
  auto const& p = law.points;
  if (p.size() == 1) {
    law.shutoff_m = 4 * p[0].second / 3;
    law.exponent = 2;
    law.factor = p[0].second / 3 / (p[0].first * p[0].first);
    law.design_m3s = p[0].first;
  } else {
    law.shutoff_m = p[0].second;
    double const fall1 = p[0].second - p[1].second, fall2 = p[0].second - p[2].second;
    if (!(fall1 > 0 && fall2 > fall1)) return false;
    law.exponent = std::log(fall2 / fall1) / std::log(p[2].first / p[1].first);
    law.factor = fall1 / std::pow(p[1].first, law.exponent);
    law.design_m3s = p[1].first;
  }
  law.most_m3s = std::pow(law.shutoff_m / law.factor, 1 / law.exponent);
  return law.exponent > 0 && law.exponent <= 20 && std::isfinite(law.factor) && law.factor > 0;
}

} // namespace

void InpReader::read_links() {
  each("PIPES", [&] { read_pipe(); });
  each("PUMPS", [&] { read_pump(); });
  each("VALVES", [&] { read_valve(); });
  line_ = nullptr;
  if (out_.network.links.empty()) fail("a network needs a link; it has none");
}

Link& InpReader::add_link(LinkKind kind, std::size_t least_words) {
  word(least_words - 1);
  auto& links = out_.network.links;
  if (!links_.emplace(word(0), static_cast<std::uint32_t>(links.size())).second)
    fail(fmt::format("a link \"{}\" exists already", word(0)));
  auto& out = links.emplace_back();
  out.id = word(0);
  out.kind = kind;
  out.from = node(word(1));
  out.to = node(word(2));
  out.line = line_->number;
  if (out.from == out.to) fail(fmt::format("\"{}\" begins and ends at the same node", out.id));
  return out;
}

void InpReader::read_pipe() {
  Link& pipe = add_link(LinkKind::pipe, 6);
  pipe.length_m = positive(3) * out_.units.length;
  pipe.diameter_m = positive(4) * out_.units.diameter;
  bool const darcy = out_.network.options.formula == LossFormula::darcy_weisbach;
  pipe.roughness = darcy ? not_negative(5) * out_.units.roughness : positive(5);
  std::size_t next = 6;
  if (next < words() && to_number(word(next))) pipe.minor = not_negative(next++);
  if (next >= words()) return;
  if (same_word(word(next), "CV"))
    pipe.kind = LinkKind::check_valve;
  else if (same_word(word(next), "CLOSED"))
    pipe.open = false;
  else if (!same_word(word(next), "OPEN"))
    fail(fmt::format("\"{}\" is none of OPEN, CLOSED, CV", word(next)));
}

void InpReader::read_pump() {
  Link& pump = add_link(LinkKind::pump, 5);
  bool has_law = false;
  for (std::size_t i = 3; i < words(); i += 2) {
    if (begins_with(word(i), "POWE")) {
      pump.pump.kind = PumpLaw::Kind::power;
      pump.pump.power_w = positive(i + 1) * out_.units.power_w;
      pump.pump.design_m3s = kCubicFoot_m3;
      has_law = true;
    } else if (same_word(word(i), "HEAD")) {
      set_head_curve(pump, word(i + 1));
      has_law = true;
    } else if (begins_with(word(i), "PATT")) {
      pump.pattern = pattern(word(i + 1));
    } else if (begins_with(word(i), "SPEE")) {
      pump.setting = not_negative(i + 1);
    } else {
      fail(fmt::format("\"{}\" is none of HEAD, POWER, SPEED, PATTERN", word(i)));
    }
  }
  if (!has_law) fail(fmt::format("pump \"{}\" needs HEAD or POWER", pump.id));
}

void InpReader::set_head_curve(Link& pump, std::string_view id) {
  auto const& raw = curve(id).points;
  auto& law = pump.pump;
  for (auto const& [flow, head] : raw)
    law.points.emplace_back(flow * out_.units.flow, head * out_.units.length);
  auto const bad = [&](char const* why) { fail(fmt::format("curve \"{}\" {}", id, why)); };
  if (raw.empty() || raw.front().first < 0 || raw.back().first <= 0 || !(raw.front().second > 0))
    bad("needs flows and heads above 0");
  for (std::size_t i = 1; i < raw.size(); ++i)
    if (raw[i].second >= raw[i - 1].second) bad("must fall: the head of a pump with its flow");
  if (raw.size() == 1 || (raw.size() == 3 && raw[0].first == 0 && fit(law))) {
    if (raw.size() == 1 && !fit(law)) bad("gives no pump");
    law.kind = PumpLaw::Kind::function;
    law.points.clear();
    return;
  }
  if (raw.size() == 2 && raw[0].first < 0) bad("needs flows above 0");
  law.kind = PumpLaw::Kind::points;
  law.shutoff_m = law.points[0].second;
  law.most_m3s = law.points.back().first;
  law.design_m3s = (law.points.front().first + law.most_m3s) / 2;
}

double InpReader::valve_setting(LinkKind kind, double value) const {
  if (kind == LinkKind::fcv) return value * out_.units.flow;
  if (kind == LinkKind::prv || kind == LinkKind::psv || kind == LinkKind::pbv)
    return value * out_.units.pressure / out_.network.options.gravity;
  return value;
}

void InpReader::read_valve() {
  Link& valve = add_link(LinkKind::tcv, 6);
  auto const* named =
      std::find_if(kValves.begin(), kValves.end(), [&](ValveName const& v) { return same_word(word(4), v.word); });
  if (named == kValves.end()) fail(fmt::format("\"{}\" is none of PRV, PSV, PBV, FCV, TCV, GPV", word(4)));
  valve.kind = named->kind;
  valve.diameter_m = positive(3) * out_.units.diameter;
  if (valve.kind == LinkKind::gpv) {
    for (auto const& [flow, head] : curve(word(5)).points)
      valve.curve.emplace_back(flow * out_.units.flow, head * out_.units.length);
    if (valve.curve.size() < 2) fail(fmt::format("curve \"{}\" needs two points or more", word(5)));
    for (std::size_t i = 1; i < valve.curve.size(); ++i)
      if (valve.curve[i].second < valve.curve[i - 1].second) fail("the loss of a GPV must not fall with its flow");
  } else {
    valve.setting = valve_setting(valve.kind, number(5));
  }
  if (words() > 6) valve.minor = not_negative(6);
}

void InpReader::read_status() {
  each("STATUS", [&] {
    Link& of = out_.network.links[link(word(0))];
    if (of.kind == LinkKind::check_valve) fail(fmt::format("\"{}\" is a check valve, which has no status", of.id));
    bool const open = same_word(word(1), "OPEN"), closed = same_word(word(1), "CLOSED");
    if (open || closed) {
      of.open = open;
      of.fixed = is_valve(of.kind);
      if (of.kind == LinkKind::pump && open) of.setting = 1;
    } else if (of.kind == LinkKind::pump) {
      of.setting = not_negative(1);
      of.open = of.setting > 0;
    } else if (is_valve(of.kind) && of.kind != LinkKind::gpv) {
      of.setting = valve_setting(of.kind, number(1));
    } else {
      fail(fmt::format("\"{}\" is neither OPEN nor CLOSED", word(1)));
    }
  });
}

/// Efficiencies alone change a figure here; prices and demand charges are counted as skipped.
void InpReader::read_energy() {
  each("ENERGY", [&] {
    bool const global = begins_with(word(0), "GLOB"), pump = begins_with(word(0), "PUMP");
    if (global && begins_with(word(1), "EFFI")) {
      out_.network.options.pump_efficiency = positive(2) / 100;
    } else if (pump && begins_with(word(2), "EFFI")) {
      auto& of = out_.network.links[link(word(1))];
      of.efficiency.clear();
      for (auto const& [flow, percent] : curve(word(3)).points)
        of.efficiency.emplace_back(flow * out_.units.flow, percent / 100);
    } else {
      ++out_.skipped["ENERGY"];
    }
  });
}

} // namespace dalian::water
