#include "twin/gas/network_file.hpp"

#include "twin/base/config_table.hpp"

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

namespace dalian::gas {
namespace {

constexpr double kBar_pa = 1e5;
constexpr double kLeastRelative = 6; // diameter over roughness; rougher pipes have no fully rough flow

/// Elements by id, and the network as it grows.
struct Reading {
  Blended out;
  std::map<std::string, std::uint32_t, std::less<>> nodes, links;
};

/// A gas given by its figures: a network of something else than natural gas and hydrogen.
Gas read_figures(ConfigTable& table, double temperature_k) {
  Gas gas;
  gas.molar_kg = table.number("molar_mass_g", 1, 200) / 1e3;
  gas.temperature_k = temperature_k;
  gas.b1 = table.number("b1", 0.5, 2, 1);
  gas.b2 = table.number("b2_per_bar", -0.01, 0.1, 0) / kBar_pa;
  gas.heat_j_m3 = table.number("heat_mj_m3", 0.001, 200) * 1e6;
  return gas;
}

void read_gas(ConfigTable& table, Blended& out) {
  double const kelvin = kNormal_k + table.number("temperature_c", -50, 100, 15);
  out.hydrogen = hydrogen(kelvin);
  enum class Kind { natural, hydrogen, given };
  switch (
      table.one_of<Kind>("kind", {{"natural", Kind::natural}, {"hydrogen", Kind::hydrogen}, {"given", Kind::given}})) {
  case Kind::natural:
    out.carrier = natural_gas(table.number("relative_density", 0.5, 1, 0.6), kelvin);
    break;
  case Kind::hydrogen:
    out.carrier = out.hydrogen;
    break;
  case Kind::given:
    out.carrier = read_figures(table, kelvin);
    break;
  }
}

void enter(ConfigTable const& table, std::map<std::string, std::uint32_t, std::less<>>& known, std::string const& id) {
  if (known.size() >= kMostElements) table.fail("id", fmt::format("is one too many; {} at most", kMostElements));
  if (!known.emplace(id, static_cast<std::uint32_t>(known.size())).second)
    table.fail("id", fmt::format("is '{}', which is there twice; rename one", id));
}

void read_node(ConfigTable& table, Reading& reading) {
  Node node;
  node.id = table.text("id");
  enter(table, reading.nodes, node.id);
  node.holds_pressure = table.has("pressure_bar");
  if (node.holds_pressure) node.pressure_pa = table.number("pressure_bar", 0.01, 1500) * kBar_pa;
  if (node.holds_pressure && table.has("takes_kg_s"))
    table.fail("takes_kg_s", "does not go with pressure_bar: what holds a pressure gives what is asked for");
  node.withdrawal_kg_s = table.number("takes_kg_s", -1e5, 1e5, 0);
  node.hydrogen_share = table.number("hydrogen_percent", 0, 100, 0) / 100;
  reading.out.network.nodes.push_back(std::move(node));
}

std::uint32_t read_end(ConfigTable& table, Reading const& reading, char const* key) {
  auto const id = table.text(key);
  auto const it = reading.nodes.find(id);
  if (it == reading.nodes.end()) table.fail(key, fmt::format("is '{}', which no [[node]] is called; add one", id));
  return it->second;
}

Link read_link(ConfigTable& table, Reading& reading, LinkKind kind) {
  Link link;
  link.kind = kind;
  link.id = table.text("id");
  enter(table, reading.links, link.id);
  link.from = read_end(table, reading, "from");
  link.to = read_end(table, reading, "to");
  if (link.from == link.to) table.fail("to", "is the node that it comes from; name another");
  return link;
}

void read_pipe(ConfigTable& table, Reading& reading) {
  Link link = read_link(table, reading, LinkKind::pipe);
  link.length_m = table.number("length_m", 0.01, 1e7);
  link.diameter_m = table.number("diameter_m", 0.001, 10);
  if (table.has("friction")) {
    link.friction = table.number("friction", 1e-4, 1);
    if (table.has("roughness_mm")) table.fail("roughness_mm", "does not go with friction; give one of them");
  } else {
    double const roughness_m = table.number("roughness_mm", 1e-4, 100, 0.05) / 1e3;
    if (link.diameter_m < kLeastRelative * roughness_m)
      table.fail("roughness_mm",
                 fmt::format("is more than a {:.0f}th of the diameter; give friction instead", kLeastRelative));
    link.friction = rough_friction(link.diameter_m, roughness_m);
  }
  reading.out.network.links.push_back(std::move(link));
}

void read_compressor(ConfigTable& table, Reading& reading) {
  Link link = read_link(table, reading, LinkKind::compressor);
  link.ratio = table.number("ratio", 0.01, 100);
  link.efficiency = table.number("efficiency", 0.05, 1, link.efficiency);
  reading.out.network.links.push_back(std::move(link));
}

void read_regulator(ConfigTable& table, Reading& reading) {
  Link link = read_link(table, reading, LinkKind::regulator);
  link.outlet_pa = table.number("outlet_bar", 0.01, 1500) * kBar_pa;
  reading.out.network.links.push_back(std::move(link));
}

} // namespace

Result<Blended> parse_network(std::string_view text, std::string const& name) {
  try {
    auto const document = toml::parse(text, name);
    ConfigTable root(name, document);
    Reading reading;
    if (!root.has("gas")) root.fail("has no [gas]; give one with kind = \"natural\"");
    root.table("gas", [&](ConfigTable& table) { read_gas(table, reading.out); });
    reading.out.network.gas = reading.out.carrier;
    root.each("node", [&](ConfigTable& table) { read_node(table, reading); });
    root.each("pipe", [&](ConfigTable& table) { read_pipe(table, reading); });
    root.each("compressor", [&](ConfigTable& table) { read_compressor(table, reading); });
    root.each("regulator", [&](ConfigTable& table) { read_regulator(table, reading); });
    root.finish();
    if (reading.nodes.empty()) root.fail("has no [[node]]; give one with id and pressure_bar");
    return std::move(reading.out);
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}:{}: {}", name, e.source().begin.line, e.description())};
  } catch (BadConfig const& e) {
    return Error{e.what()};
  }
}

Result<Blended> read_network(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{file.string() + ": cannot be read: mend the path or its rights"};
  return parse_network(text.str(), file.string());
}

} // namespace dalian::gas
