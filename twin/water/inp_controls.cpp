// Simple controls and rules of an EPANET input file.
#include "twin/water/inp_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dalian::water {
namespace {

using What = Premise::What;
using Relation = Premise::Relation;

struct WhatName {
  std::string_view word;
  What what;
};
constexpr std::array kWhats{WhatName{"DEMAND", What::demand},
                            WhatName{"HEAD", What::head},
                            WhatName{"GRADE", What::head},
                            WhatName{"PRESSURE", What::pressure},
                            WhatName{"LEVEL", What::level},
                            WhatName{"FILLTIME", What::fill_time},
                            WhatName{"DRAINTIME", What::drain_time},
                            WhatName{"FLOW", What::flow},
                            WhatName{"STATUS", What::status},
                            WhatName{"SETTING", What::setting},
                            WhatName{"POWER", What::power},
                            WhatName{"CLOCKTIME", What::clock},
                            WhatName{"TIME", What::time}};

struct RelationName {
  std::string_view word;
  Relation relation;
};
constexpr std::array kRelations{RelationName{"=", Relation::equal},    RelationName{"IS", Relation::equal},
                                RelationName{"<>", Relation::unequal}, RelationName{"NOT", Relation::unequal},
                                RelationName{"<", Relation::less},     RelationName{"BELOW", Relation::less},
                                RelationName{"<=", Relation::at_most}, RelationName{">", Relation::more},
                                RelationName{"ABOVE", Relation::more}, RelationName{">=", Relation::at_least}};

bool is_node_word(std::string_view w) {
  return begins_with(w, "NODE") || begins_with(w, "JUNC") || begins_with(w, "RESE") || begins_with(w, "TANK");
}

bool is_link_word(std::string_view w) {
  return begins_with(w, "LINK") || begins_with(w, "PIPE") || begins_with(w, "PUMP") || begins_with(w, "VALV");
}

} // namespace

Action InpReader::action(std::uint32_t at, std::string_view value) const {
  auto const& of = out_.network.links[at];
  if (of.kind == LinkKind::check_valve) fail(fmt::format("\"{}\" is a check valve, which nothing controls", of.id));
  Action out{at, false, same_word(value, "OPEN") || same_word(value, "ACTIVE"), 0};
  if (out.open || same_word(value, "CLOSED")) return out;
  auto const setting = to_number(value);
  if (!setting) fail(fmt::format("\"{}\" is neither OPEN, CLOSED nor a setting", value));
  if (of.kind == LinkKind::pipe || of.kind == LinkKind::gpv) fail(fmt::format("\"{}\" has no setting", of.id));
  if (of.kind == LinkKind::pump && *setting < 0) fail("the speed of a pump must not be negative");
  out.has_setting = true;
  out.setting = valve_setting(of.kind, *setting);
  return out;
}

/// LINK id value IF NODE id ABOVE|BELOW level, … AT TIME t, … AT CLOCKTIME t.
void InpReader::read_controls() {
  each("CONTROLS", [&] {
    Control control;
    control.action = action(link(word(1)), word(2));
    if (begins_with(word(4), "TIME") || begins_with(word(4), "CLOCK")) {
      control.when = begins_with(word(4), "TIME") ? Control::When::time : Control::When::clock;
      auto const seconds = to_seconds(word(5), words() > 6 ? word(6) : "");
      if (!seconds) fail(fmt::format("\"{}\" is no time", word(5)));
      control.seconds = control.when == Control::When::clock ? *seconds % 86400 : *seconds;
    } else {
      control.node = node(word(5));
      auto const& at = out_.network.nodes[control.node];
      if (at.kind == NodeKind::reservoir) fail(fmt::format("\"{}\" is a reservoir: its level is no condition", at.id));
      if (same_word(word(6), "BELOW"))
        control.when = Control::When::below;
      else if (same_word(word(6), "ABOVE"))
        control.when = Control::When::above;
      else
        fail(fmt::format("\"{}\" is neither ABOVE nor BELOW", word(6)));
      bool const tank = at.kind == NodeKind::tank;
      control.level = number(7) * (tank ? out_.units.length : out_.units.pressure / out_.network.options.gravity);
    }
    out_.network.controls.push_back(control);
  });
}

double InpReader::premise_value(Premise const& p, std::size_t at) const {
  std::string_view const w = word(at), after = at + 1 < words() ? word(at + 1) : "";
  if (p.what == What::status) {
    if (same_word(w, "OPEN")) return 1;
    if (same_word(w, "CLOSED")) return 0;
    if (same_word(w, "ACTIVE")) return 2;
    fail(fmt::format("\"{}\" is none of OPEN, CLOSED, ACTIVE", w));
  }
  if (p.what >= What::time || p.what == What::fill_time || p.what == What::drain_time) {
    auto const seconds = to_seconds(w, after);
    if (!seconds) fail(fmt::format("\"{}\" is no time", w));
    return static_cast<double>(*seconds);
  }
  double const value = number(at);
  switch (p.what) {
  case What::demand:
  case What::flow:
    return value * out_.units.flow;
  case What::head:
  case What::level:
    return value * out_.units.length;
  case What::pressure:
    return value * out_.units.pressure / out_.network.options.gravity;
  case What::power:
    return value * out_.units.power_w;
  case What::setting:
    return valve_setting(out_.network.links[p.element].kind, value);
  default:
    return value;
  }
}

/// "SYSTEM CLOCKTIME >= 8 PM", "TANK 1 LEVEL BELOW 3", "PUMP 2 STATUS IS OPEN".
Premise InpReader::premise(std::size_t first, bool or_before) {
  Premise out;
  out.or_before = or_before;
  std::size_t next = first + 1;
  bool const at_node = is_node_word(word(first)), at_link = is_link_word(word(first));
  if (at_node)
    out.element = node(word(next++));
  else if (at_link)
    out.element = link(word(next++));
  else if (!begins_with(word(first), "SYST"))
    fail(fmt::format("\"{}\" is no object of a rule", word(first)));
  auto const* what =
      std::find_if(kWhats.begin(), kWhats.end(), [&](WhatName const& n) { return same_word(word(next), n.word); });
  if (what == kWhats.end()) fail(fmt::format("\"{}\" is no condition of a rule", word(next)));
  out.what = what->what;
  bool const of_node = out.what <= What::drain_time, of_link = out.what >= What::flow && out.what <= What::power;
  bool const of_system = out.what >= What::time || out.what == What::demand;
  if (!(at_node ? of_node : at_link ? of_link : of_system))
    fail(fmt::format("\"{}\" is no condition of a {}", word(next), word(first)));
  bool const tank_only = out.what >= What::level && out.what <= What::drain_time;
  if (tank_only && out_.network.nodes[out.element].kind != NodeKind::tank)
    fail(fmt::format("\"{}\" is no tank", word(next - 1)));
  auto const* relation = std::find_if(kRelations.begin(), kRelations.end(),
                                      [&](RelationName const& n) { return same_word(word(next + 1), n.word); });
  if (relation == kRelations.end()) fail(fmt::format("\"{}\" is no relation", word(next + 1)));
  out.relation = relation->relation;
  out.value = premise_value(out, next + 2);
  return out;
}

/// "THEN PUMP 1 STATUS IS OPEN": the words after the first.
Action InpReader::rule_action() const {
  if (!is_link_word(word(1))) fail(fmt::format("\"{}\" is no link", word(1)));
  return action(link(word(2)), word(5));
}

void InpReader::read_rules() {
  auto& rules = out_.network.rules;
  enum class Part { none, conditions, then, otherwise } part = Part::none;
  each("RULES", [&] {
    auto const first = word(0);
    bool const conjunction = same_word(first, "AND") || same_word(first, "OR");
    if (same_word(first, "RULE")) {
      rules.push_back({std::string(word(1)), {}, {}, {}, 0});
      part = Part::none;
    } else if (rules.empty()) {
      fail("RULE and its name must come first");
    } else if (same_word(first, "PRIORITY")) {
      rules.back().priority = number(1);
    } else if (same_word(first, "IF") || (conjunction && part == Part::conditions)) {
      part = Part::conditions;
      rules.back().premises.push_back(premise(1, same_word(first, "OR")));
    } else if (same_word(first, "THEN") || (same_word(first, "AND") && part == Part::then)) {
      part = Part::then;
      rules.back().then.push_back(rule_action());
    } else if (same_word(first, "ELSE") || (same_word(first, "AND") && part == Part::otherwise)) {
      part = Part::otherwise;
      rules.back().otherwise.push_back(rule_action());
    } else {
      fail(fmt::format("\"{}\" has no place here in a rule", first));
    }
  });
  for (Rule const& rule : rules)
    if (rule.premises.empty() || rule.then.empty()) fail(fmt::format("rule \"{}\" needs IF and THEN", rule.id));
}

} // namespace dalian::water
