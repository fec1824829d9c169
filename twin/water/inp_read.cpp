// Nodes, patterns, curves and demands of an EPANET input file.
#include "twin/water/inp_lines.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace dalian::water {

Result<InpFile> read_inp(std::string_view text, std::string const& name) {
  auto const sections = split_inp(text, name);
  if (!sections) return Error{sections.error()};
  try {
    return InpReader(sections.value()).read();
  } catch (InpFault const& fault) {
    return Error{name + ":" + fault.what};
  }
}

InpFile InpReader::read() {
  each("TITLE", [&] {
    if (out_.network.title.empty())
      for (std::string_view const w : line_->words)
        out_.network.title += (out_.network.title.empty() ? "" : " ") + std::string(w);
  });
  read_options();
  read_curves();
  read_patterns();
  read_nodes();
  read_links();
  read_times();
  read_demands();
  read_emitters();
  read_status();
  read_energy();
  read_controls();
  read_rules();
  read_coordinates();
  skip_rest();
  return std::move(out_);
}

std::span<InpLine const> InpReader::lines(char const* section) {
  auto const it = sections_.find(section);
  return it == sections_.end() ? std::span<InpLine const>() : it->second;
}

void InpReader::fail(std::string const& what) const {
  if (line_ == nullptr) throw InpFault{" " + what};
  throw InpFault{fmt::format("{}: [{}]: {}", line_->number, section_, what)};
}

std::string_view InpReader::word(std::size_t i) const {
  if (i >= words()) fail(fmt::format("{} words are too few", words()));
  return line_->words[i];
}

double InpReader::number(std::size_t i) const {
  auto const value = to_number(word(i));
  if (!value) fail(fmt::format("\"{}\" is not a number", word(i)));
  return *value;
}

double InpReader::positive(std::size_t i) const {
  double const value = number(i);
  if (!(value > 0)) fail(fmt::format("\"{}\" must be more than 0", word(i)));
  return value;
}

double InpReader::not_negative(std::size_t i) const {
  double const value = number(i);
  if (value < 0) fail(fmt::format("\"{}\" must not be negative", word(i)));
  return value;
}

std::uint32_t InpReader::find(Names const& names, std::string_view id, char const* what) const {
  auto const it = names.find(id);
  if (it == names.end()) fail(fmt::format("there is no {} \"{}\"", what, id));
  return it->second;
}

void InpReader::read_curves() {
  auto& curves = out_.network.curves;
  each("CURVES", [&] {
    auto const [it, fresh] = curves_.emplace(word(0), static_cast<std::uint32_t>(curves.size()));
    if (fresh) curves.push_back({std::string(word(0)), {}});
    auto& points = curves[it->second].points;
    for (std::size_t i = 1; i < words() || i == 1; i += 2) {
      points.emplace_back(number(i), number(i + 1));
      if (points.size() > 1 && points.back().first <= points[points.size() - 2].first)
        fail(fmt::format("x of curve \"{}\" must rise from line to line", word(0)));
    }
  });
}

void InpReader::read_patterns() {
  auto& patterns = out_.network.patterns;
  each("PATTERNS", [&] {
    auto const [it, fresh] = patterns_.emplace(word(0), static_cast<std::uint32_t>(patterns.size()));
    if (fresh) patterns.push_back({std::string(word(0)), {}});
    word(1);
    for (std::size_t i = 1; i < words(); ++i)
      patterns[it->second].factors.push_back(number(i));
  });
}

std::uint32_t InpReader::usual_pattern() const {
  auto const it = patterns_.find(default_pattern_);
  return it == patterns_.end() ? kNone : it->second;
}

void InpReader::read_nodes() {
  auto& nodes = out_.network.nodes;
  auto const add = [&](NodeKind kind) -> Node& {
    if (!nodes_.emplace(word(0), static_cast<std::uint32_t>(nodes.size())).second)
      fail(fmt::format("a node \"{}\" exists already", word(0)));
    auto& out = nodes.emplace_back();
    out.id = word(0);
    out.kind = kind;
    out.elevation_m = number(1, 0) * out_.units.length;
    out.line = line_->number;
    return out;
  };
  each("JUNCTIONS", [&] {
    auto& out = add(NodeKind::junction);
    out.demands.push_back({number(2, 0) * out_.units.flow, words() > 3 ? pattern(word(3)) : usual_pattern()});
  });
  each("RESERVOIRS", [&] {
    auto& out = add(NodeKind::reservoir);
    number(1);
    if (words() > 2) out.pattern = pattern(word(2));
  });
  each("TANKS", [&] { read_tank(add(NodeKind::tank)); });
  line_ = nullptr;
  bool held = false, used = false;
  for (Node const& n : nodes)
    (n.kind == NodeKind::junction ? used : held) = true;
  if (!held) fail("a network needs a reservoir or a tank; it has none");
  if (!used) fail("a network needs a junction; it has none");
}

void InpReader::read_tank(Node& node) {
  double const length = out_.units.length;
  Tank& tank = node.tank;
  tank.initial_m = not_negative(2) * length;
  tank.least_m = not_negative(3) * length;
  tank.most_m = not_negative(4) * length;
  double const diameter = not_negative(5) * length;
  tank.area_m2 = std::numbers::pi * diameter * diameter / 4;
  tank.least_m3 = words() > 6 ? not_negative(6) * out_.units.volume : 0;
  if (tank.least_m3 <= 0) tank.least_m3 = tank.area_m2 * tank.least_m;
  if (words() > 7 && word(7) != "*")
    for (auto const& [level, volume] : curve(word(7)).points)
      tank.volume.emplace_back(level * length, volume * out_.units.volume);
  if (words() > 8) tank.overflows = begins_with(word(8), "YES");
  if (tank.most_m < tank.least_m || tank.initial_m < tank.least_m || tank.initial_m > tank.most_m)
    fail(fmt::format("tank \"{}\": levels must be least ≤ initial ≤ most", node.id));
  if (tank.volume.empty()) {
    if (!(tank.area_m2 > 0)) fail(fmt::format("tank \"{}\" has no diameter", node.id));
    return;
  }
  for (std::size_t i = 1; i < tank.volume.size(); ++i)
    if (tank.volume[i].second <= tank.volume[i - 1].second)
      fail(fmt::format("volumes of tank \"{}\" must rise with the level", node.id));
  if (tank.volume.size() < 2 || tank.volume.front().first > tank.least_m || tank.volume.back().first < tank.most_m)
    fail(fmt::format("the volume curve of tank \"{}\" does not reach its levels", node.id));
}

void InpReader::read_demands() {
  std::vector<bool> replaced(out_.network.nodes.size());
  each("DEMANDS", [&] {
    if (same_word(word(0), "MULTIPLY")) {
      out_.network.options.demand_factor = not_negative(1);
      return;
    }
    std::uint32_t const at = node(word(0));
    auto& of = out_.network.nodes[at];
    if (of.kind != NodeKind::junction) fail(fmt::format("\"{}\" is no junction", of.id));
    if (!replaced[at]) of.demands.clear(); // the first replaces that of [JUNCTIONS]
    replaced[at] = true;
    of.demands.push_back({number(1) * out_.units.flow, words() > 2 ? pattern(word(2)) : usual_pattern()});
  });
}

/// q = C pⁿ with p in the file's unit of pressure.
void InpReader::read_emitters() {
  each("EMITTERS", [&] {
    auto& at = out_.network.nodes[node(word(0))];
    if (at.kind != NodeKind::junction) fail(fmt::format("\"{}\" is no junction", at.id));
    double const unit_m = out_.units.pressure / out_.network.options.gravity;
    at.emitter = not_negative(1) * out_.units.flow / std::pow(unit_m, out_.network.options.emitter_exponent);
  });
}

void InpReader::read_coordinates() {
  each("COORDINATES", [&] {
    auto& at = out_.network.nodes[node(word(0))];
    at.east = number(1);
    at.north = number(2);
  });
}

void InpReader::skip_rest() {
  for (char const* section :
       {"QUALITY", "REACTIONS", "SOURCES", "MIXING", "REPORT", "VERTICES", "LABELS", "BACKDROP", "TAGS"})
    if (auto const some = lines(section).size(); some > 0) out_.skipped[section] += some;
  each("LEAKAGE", [&] { fail("leakage of pipes is not computed here; use [EMITTERS]"); });
}

} // namespace dalian::water
