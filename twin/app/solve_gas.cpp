// twinctl solve gas: steady pressures and flows of a gas network in a file, without a city.
#include "twin/app/commands.hpp"
#include "twin/app/solve_commands.hpp"
#include "twin/gas/network_file.hpp"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <numbers>

namespace dalian::app {
namespace {

using namespace gas;

struct GasOptions {
  std::string file, out;
  bool json = false;
};

constexpr char kGasAbout[] =
    R"(FILE is TOML: a gas, nodes, and what joins them. Pressures are absolute, flow is steady, the temperature one.

  [gas]
  kind = "natural"             or "hydrogen", or "given" (molar_mass_g, heat_mj_m3, b1, b2_per_bar: 1/Z = b1 + b2 p)
  relative_density = 0.6       of natural gas to air
  temperature_c = 15
  [[node]]
  id = "inlet"
  pressure_bar = 41            what holds a pressure gives what the others take
  [[node]]
  id = "town"
  takes_kg_s = 4.5             below 0: gives
  [[pipe]]
  id = "main"
  from = "inlet"
  to = "town"
  length_m = 12000
  diameter_m = 0.3
  roughness_mm = 0.05          or friction, Darcy's factor

Also [[compressor]] with ratio and efficiency, [[regulator]] with outlet_bar, both with id, from and to; nothing flows
back through them. hydrogen_percent at a node that gives: the moles of hydrogen in it. The gas of all is then what all
sources give together, and as much more is drawn as the same energy takes; takes_kg_s stays mass of the gas without it.

Under the table stands how far the answer is from its own equations. Exit status 1 when there is no solution, nothing
that holds a pressure reaches a customer, or what is drawn cannot be had: the rest is printed nevertheless, marked.
docs/engines.md says by which formulas, and how they compare with published solutions.

Examples:
  twinctl solve gas town.toml
  twinctl solve gas town.toml --json | jq .nodes.town.pressure_bar
  twinctl solve gas town.toml --out answer.json        the table here, the document there)";

struct Answer {
  Network network; // as it was solved
  Flow flow;
  std::vector<double> hydrogen;
  std::vector<std::string> findings;
};

std::string found(Answer const& a, std::size_t n) {
  Node const& node = a.network.nodes[n];
  double const p = a.flow.pressure_pa[n];
  if (std::isnan(p) && node.withdrawal_kg_s > 0)
    return fmt::format("node '{}': {:g} kg/s are not served: no way leads there from a node that holds a pressure",
                       node.id, node.withdrawal_kg_s);
  if (p <= 0) return fmt::format("node '{}': what is drawn cannot be had at any pressure", node.id);
  return {};
}

Answer answer(Blended const& wanted) {
  auto solved = solve_blend(wanted);
  Answer a{std::move(solved.network), std::move(solved.flow), {}, {}};
  a.hydrogen = hydrogen_shares(a.network, a.flow);
  if (!a.flow.converged)
    a.findings.push_back(
        fmt::format("no solution after {} trials: the figures are those of the last one", a.flow.trials));
  for (std::size_t n = 0; n < a.network.nodes.size(); ++n)
    if (auto text = found(a, n); !text.empty()) a.findings.push_back(std::move(text));
  return a;
}

char const* name_of(LinkKind kind) {
  switch (kind) {
  case LinkKind::pipe:
    return "pipe";
  case LinkKind::compressor:
    return "compressor";
  case LinkKind::regulator:
    return "regulator";
  }
  return "";
}

char const* name_of(LinkState state) {
  switch (state) {
  case LinkState::open:
    return "open";
  case LinkState::active:
    return "active";
  case LinkState::shut:
    return "shut";
  }
  return "";
}

/// At its end of less pressure, where gas is fastest; 0 where that is none.
double speed_m_s(Answer const& a, std::size_t k) {
  Link const& link = a.network.links[k];
  double const least = std::min(a.flow.pressure_pa[link.from], a.flow.pressure_pa[link.to]);
  if (link.kind != LinkKind::pipe || !(least > 0)) return 0;
  double const area = std::numbers::pi / 4 * link.diameter_m * link.diameter_m;
  return std::abs(a.flow.flow_kg_s[k]) / (a.network.gas.density(least) * area);
}

nlohmann::json or_null(double x) {
  return std::isfinite(x) ? nlohmann::json(x) : nlohmann::json();
}

nlohmann::json to_json(Answer const& a) {
  auto nodes = nlohmann::json::object(), links = nlohmann::json::object();
  for (std::size_t n = 0; n < a.network.nodes.size(); ++n)
    nodes[a.network.nodes[n].id] = {
        {"pressure_bar", or_null(a.flow.pressure_pa[n] / 1e5)},
        {"takes_kg_s", a.network.nodes[n].holds_pressure ? -a.flow.supply_kg_s[n] : a.network.nodes[n].withdrawal_kg_s},
        {"hydrogen_percent", or_null(100 * a.hydrogen[n])}};
  for (std::uint32_t k = 0; k < a.network.links.size(); ++k) {
    Link const& link = a.network.links[k];
    auto& one = links[link.id] = {{"kind", name_of(link.kind)}, {"flow_kg_s", a.flow.flow_kg_s[k]}};
    if (link.kind == LinkKind::pipe) one["speed_m_s"] = speed_m_s(a, k);
    if (link.kind != LinkKind::pipe) one["state"] = name_of(a.flow.state[k]);
    if (link.kind == LinkKind::compressor) one["power_w"] = compressor_w(a.network, a.flow, k);
  }
  return {{"converged", a.flow.converged},
          {"trials", a.flow.trials},
          {"certificate", {{"mass_kg_s", a.flow.mass_kg_s}, {"potential", a.flow.potential}}},
          {"linepack_kg", linepack_kg(a.network, a.flow)},
          {"unserved_kg_s", a.flow.unserved_kg_s},
          {"nodes", nodes},
          {"links", links},
          {"findings", a.findings}};
}

void print_nodes(Answer const& a) {
  fmt::print("{:<20} {:>12} {:>12} {:>10}\n", "node", "bar absolute", "takes, kg/s", "hydrogen");
  for (std::size_t n = 0; n < a.network.nodes.size(); ++n) {
    Node const& node = a.network.nodes[n];
    double const p = a.flow.pressure_pa[n] / 1e5, share = 100 * a.hydrogen[n];
    fmt::print("{:<20} {:>12} {:12.4f} {:>10}\n", node.id, std::isnan(p) ? "none" : fmt::format("{:.4f}", p),
               node.holds_pressure ? -a.flow.supply_kg_s[n] : node.withdrawal_kg_s,
               std::isnan(share) ? "-" : fmt::format("{:.2f} %", share));
  }
}

void print_links(Answer const& a) {
  fmt::print("\n{:<20} {:<11} {:>12} {:>12} {:>10}  {}\n", "link", "kind", "from", "to", "kg/s", "");
  for (std::uint32_t k = 0; k < a.network.links.size(); ++k) {
    Link const& link = a.network.links[k];
    std::string note;
    if (link.kind == LinkKind::pipe) note = fmt::format("{:.2f} m/s", speed_m_s(a, k));
    if (link.kind == LinkKind::regulator) note = name_of(a.flow.state[k]);
    if (link.kind == LinkKind::compressor)
      note = a.flow.state[k] == LinkState::shut ? "shut"
                                                : fmt::format("{:.3f} MW", compressor_w(a.network, a.flow, k) / 1e6);
    fmt::print("{:<20} {:<11} {:>12} {:>12} {:10.4f}  {}\n", link.id, name_of(link.kind), a.network.nodes[link.from].id,
               a.network.nodes[link.to].id, a.flow.flow_kg_s[k], note);
  }
}

void print(Answer const& a) {
  print_nodes(a);
  print_links(a);
  fmt::print("\nmass at a node       {:.1e} kg/s appears or vanishes at most\n", a.flow.mass_kg_s);
  fmt::print("potential of a link  {:.1e} of the highest is not accounted for at most\n", a.flow.potential);
  fmt::print("in the pipes         {:.1f} kg\ntrials               {}{}\n", linepack_kg(a.network, a.flow),
             a.flow.trials, a.flow.converged ? "" : ", NO SOLUTION");
}

int solve_gas(GasOptions const& options) {
  auto const wanted = read_network(options.file);
  if (!wanted) return fail(wanted.error());
  Answer const a = answer(wanted.value());
  if (!options.out.empty()) {
    std::ofstream out(options.out, std::ios::binary);
    out << to_json(a).dump(1) << '\n';
    out.close();
    if (!out) return fail(fmt::format("{} cannot be written: {}", options.out, std::strerror(errno)));
  }
  if (options.json)
    fmt::print("{}\n", to_json(a).dump());
  else
    print(a);
  for (std::string const& text : a.findings)
    fmt::print(stderr, "twinctl: {}: {}\n", options.file, text);
  return a.findings.empty() ? 0 : 1;
}

} // namespace

Command solve_gas_command(CLI::App& solve) {
  auto const options = std::make_shared<GasOptions>();
  auto* const entry = solve.add_subcommand("gas", "pressures and flows of a gas or hydrogen network");
  entry->footer(kGasAbout);
  entry->add_option("FILE", options->file, "network, TOML")->required();
  entry->add_flag("--json", options->json, "machine-readable");
  entry->add_option("--out", options->out, "writes the document of --json there");
  return {entry, [options] { return solve_gas(*options); }};
}

} // namespace dalian::app
