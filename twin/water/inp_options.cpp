// Options and times of an EPANET input file.
#include "twin/water/inp_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dalian::water {

/// Units first: every other option may be said in them.
void InpReader::read_options() {
  out_.units = *units_of("GPM");
  each("OPTIONS", [&] {
    if (!begins_with(word(0), "UNIT")) return;
    std::string name(word(1));
    for (char& c : name)
      c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (name == "SI") name = "LPS";
    auto const units = units_of(name);
    if (!units)
      fail(fmt::format("\"{}\" is no unit of flow; known: CFS GPM MGD IMGD AFD LPS LPM MLD CMH CMD CMS", name));
    out_.units = *units;
  });
  each("OPTIONS", [&] {
    if (!begins_with(word(0), "PRESSURE") || words() != 2) return;
    if (begins_with(word(1), "KPA")) {
      out_.units.pressure = kFoot_m / (kPsiPerFoot * kKpaPerPsi);
      out_.units.pressure_name = "kPa";
    } else if (begins_with(word(1), "METER")) {
      out_.units.pressure = 1;
      out_.units.pressure_name = "m";
    } else if (begins_with(word(1), "PSI")) {
      out_.units.pressure = kFoot_m / kPsiPerFoot;
      out_.units.pressure_name = "psi";
    } else {
      fail(fmt::format("\"{}\" is none of PSI, KPA, METERS", word(1)));
    }
  });
  each("OPTIONS", [&] { read_option(); });
}

void InpReader::read_option() {
  auto& o = out_.network.options;
  auto const key = word(0);
  auto const is = [&](char const* start) { return begins_with(key, start); };
  auto const count = [&](std::size_t i) {
    double const value = number(i);
    if (value < 0 || value > 10000) fail(fmt::format("\"{}\" is not from 0 to 10000", word(i)));
    return static_cast<int>(value);
  };
  if (is("UNIT")) return;
  if (is("HEADL")) {
    std::string_view const formula = word(1);
    if (begins_with(formula, "H"))
      o.formula = LossFormula::hazen_williams;
    else if (begins_with(formula, "D"))
      o.formula = LossFormula::darcy_weisbach;
    else if (begins_with(formula, "C"))
      o.formula = LossFormula::chezy_manning;
    else
      fail(fmt::format("\"{}\" is none of H-W, D-W, C-M", formula));
  } else if (is("TRIAL")) {
    o.trials = std::max(1, count(1));
  } else if (is("ACCU")) {
    o.accuracy = std::clamp(positive(1), 1e-8, 0.1);
  } else if (is("UNBA")) {
    o.extra_trials = begins_with(word(1), "CONT") ? (words() > 2 ? count(2) : 0) : 0;
  } else if (is("VISC")) {
    double const value = positive(1); // relative to water at 20 °C, or its kinematic viscosity
    o.viscosity_m2s =
        value > 1e-3 ? value * 1.1e-5 * kFoot_m * kFoot_m : value * (out_.units.metric ? 1 : kFoot_m * kFoot_m);
  } else if (is("SPEC")) {
    o.gravity = positive(2);
  } else if (is("PATT")) {
    default_pattern_ = word(1);
  } else if (is("DEMAND") && begins_with(word(1), "MULT")) {
    o.demand_factor = not_negative(2);
  } else if (is("DEMAND") && begins_with(word(1), "MODEL")) {
    o.pressure_driven = begins_with(word(2), "PDA");
  } else if (is("EMIT") && begins_with(word(1), "EXPO")) {
    o.emitter_exponent = positive(2);
  } else if (is("CHECKFREQ")) {
    o.check_every = std::max(1, count(1));
  } else if (is("MAXCHECK")) {
    o.check_most = count(1);
  } else if (!read_pressure_option(key)) {
    // What steers another solver or is drawn: nothing here depends on it.
    for (char const* other : {"QUAL", "DIFF", "TOLE", "MAP", "VERI", "HYDR", "DAMP", "HEADERROR", "FLOWCHANGE", "SEGM",
                              "EMITTER", "BACKFLOW", "RQTOL", "PRESSURE"})
      if (is(other)) {
        ++out_.skipped["OPTIONS"];
        return;
      }
    fail(fmt::format("\"{}\" is no option", key));
  }
}

bool InpReader::read_pressure_option(std::string_view key) {
  auto& o = out_.network.options;
  double const unit = out_.units.pressure / o.gravity;
  if (words() < 3 || !begins_with(word(1), "PRESS")) {
    if (!begins_with(key, "PRESSURE") || words() < 3 || !begins_with(word(1), "EXPO")) return false;
    o.pressure_exponent = positive(2);
    return true;
  }
  if (begins_with(key, "MINI"))
    o.least_pressure_m = not_negative(2) * unit;
  else if (begins_with(key, "REQU"))
    o.full_pressure_m = positive(2) * unit;
  else
    return false;
  return true;
}

void InpReader::read_times() {
  Times& t = out_.network.times;
  struct Key {
    std::string_view first, second;
    std::int64_t* to;
    bool step;
  };
  bool rule_given = false;
  std::int64_t ignored = 0;
  std::array const keys{Key{"DURA", "", &t.duration, false},
                        Key{"HYDR", "", &t.hydraulic, true},
                        Key{"QUAL", "", &t.quality, true},
                        Key{"RULE", "", &t.rule, true},
                        Key{"PATT", "TIME", &t.pattern, true},
                        Key{"PATT", "STEP", &t.pattern, true},
                        Key{"PATT", "START", &t.pattern_start, false},
                        Key{"REPO", "TIME", &t.report, true},
                        Key{"REPO", "STEP", &t.report, true},
                        Key{"REPO", "START", &t.report_start, false},
                        Key{"STAR", "", &t.start_clock, false},
                        Key{"STATI", "", &ignored, false}};
  each("TIMES", [&] {
    if (begins_with(word(0), "STATI")) return;
    for (Key const& key : keys) {
      if (!begins_with(word(0), key.first) || (!key.second.empty() && !begins_with(word(1), key.second))) continue;
      std::size_t at = 1;
      while (at < words() && (word(at)[0] < '0' || word(at)[0] > '9'))
        ++at;
      auto const seconds = to_seconds(word(at), at + 1 < words() ? word(at + 1) : "");
      if (!seconds) fail(fmt::format("\"{}\" is no time", word(at)));
      if (key.step && *seconds < 1) fail(fmt::format("a step of \"{}\" leads nowhere", word(at)));
      *key.to = *seconds;
      rule_given = rule_given || key.to == &t.rule;
      return;
    }
    fail(fmt::format("\"{}\" is no time of this section", word(0)));
  });
  t.hydraulic = std::min({t.hydraulic, t.pattern, t.report});
  t.rule = rule_given ? std::min(t.rule, t.hydraulic) : std::max<std::int64_t>(1, t.hydraulic / 10);
  t.start_clock %= 86400;
}

} // namespace dalian::water
