// twinctl solve water: hydraulics of an EPANET file, without a city.
#include "twin/app/commands.hpp"
#include "twin/app/solve_commands.hpp"
#include "twin/water/epanet_output.hpp"
#include "twin/water/inp.hpp"
#include "twin/water/simulation.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using namespace water;

struct WaterOptions {
  std::string file, against;
  double hours = -1, at_h = -1;
  bool json = false;
};

constexpr char kWaterAbout[] =
    R"(FILE is an input file of EPANET 2 (.inp). Heads and flows are found by the global gradient algorithm at each step of
time, tanks fill and empty between. Figures come in the units of the file. One line a report time; --at H prints every
node and link at that hour; --json prints all of them at all times. Under the table stands how far the answer is from
its own equations: water that appears or vanishes at a node, head that a pipe does not account for, and over the whole
time what came in against what went out and what the tanks hold. Then what is wrong, element by element.

Exit status 1 when a step was not balanced or part of the network hangs on no source: the rest is solved and printed
nevertheless. docs/engines.md says what is computed, by which formulas, and how it compares with EPANET.

Examples:
  twinctl solve water net1.inp                         a day, hour by hour
  twinctl solve water net1.inp --hours 0 --at 0        one instant, everything
  twinctl solve water Net3.inp --hours 168 --json > week.json
  twinctl solve water net1.inp --against net1.out      the difference from EPANET's binary results)";

/// What is kept of a step that is reported.
struct Period {
  std::int64_t time_s = 0;
  Field field;
  Convergence convergence;
};

struct Answer {
  InpFile file;
  Summary summary;
  std::vector<Period> periods;
};

std::string clock(std::int64_t seconds) {
  return fmt::format("{}:{:02}", seconds / 3600, seconds / 60 % 60);
}

double pressure(Answer const& a, Field const& field, std::size_t n) {
  Network const& network = a.file.network;
  if (network.nodes[n].kind == NodeKind::reservoir) return 0;
  return (field.head_m[n] - network.nodes[n].elevation_m) / a.file.units.pressure * network.options.gravity;
}

char const* name_of(LinkState state) {
  switch (state) {
  case LinkState::over_shutoff:
    return "cannot lift";
  case LinkState::held_back:
    return "held by tank";
  case LinkState::closed:
    return "closed";
  case LinkState::open:
    return "open";
  case LinkState::active:
    return "active";
  case LinkState::beyond:
    return "beyond setting";
  }
  return "";
}

nlohmann::json period_json(Answer const& a, Period const& p) {
  auto const& u = a.file.units;
  Network const& network = a.file.network;
  auto nodes = nlohmann::json::object(), links = nlohmann::json::object();
  for (std::size_t n = 0; n < network.nodes.size(); ++n)
    nodes[network.nodes[n].id] = {{"head", p.field.head_m[n] / u.length},
                                  {"pressure", pressure(a, p.field, n)},
                                  {"demand", p.field.demand_m3s[n] / u.flow}};
  for (std::size_t k = 0; k < network.links.size(); ++k)
    links[network.links[k].id] = {{"flow", p.field.flow_m3s[k] / u.flow}, {"state", name_of(p.field.state[k])}};
  return {{"time_s", p.time_s},
          {"balanced", p.convergence.balanced},
          {"trials", p.convergence.trials},
          {"nodes", nodes},
          {"links", links}};
}

nlohmann::json certificate_json(Answer const& a) {
  Summary const& s = a.summary;
  return {{"mass_m3_s", s.residual.mass_m3s}, {"head_m", s.residual.head_m},  {"supplied_m3", s.supplied_m3},
          {"served_m3", s.served_m3},         {"wanted_m3", s.wanted_m3},     {"emitted_m3", s.emitted_m3},
          {"stored_m3", s.stored_m3},         {"overflow_m3", s.overflow_m3}, {"imbalance_m3", s.imbalance_m3()}};
}

nlohmann::json to_json(Answer const& a) {
  auto const& u = a.file.units;
  auto findings = nlohmann::json::array(), periods = nlohmann::json::array();
  for (Finding const& f : a.summary.findings)
    findings.push_back({{"node", f.node == kNone ? "" : a.file.network.nodes[f.node].id},
                        {"link", f.link == kNone ? "" : a.file.network.links[f.link].id},
                        {"first_s", f.first_s},
                        {"steps", f.steps},
                        {"message", text_of(f, a.file.network, u)}});
  for (Period const& p : a.periods)
    periods.push_back(period_json(a, p));
  auto pumps = nlohmann::json::object();
  for (std::size_t k = 0; k < a.file.network.links.size(); ++k)
    if (a.file.network.links[k].kind == LinkKind::pump) pumps[a.file.network.links[k].id] = a.summary.pump_kwh[k];
  return {{"title", a.file.network.title},
          {"units", {{"flow", u.name}, {"head", u.metric ? "m" : "ft"}, {"pressure", u.pressure_name}}},
          {"steps", a.summary.steps},
          {"trials", a.summary.trials},
          {"complete", a.summary.complete},
          {"certificate", certificate_json(a)},
          {"pump_kwh", pumps},
          {"findings", findings},
          {"skipped", a.file.skipped},
          {"periods", periods}};
}

void print_overview(Answer const& a) {
  auto const& u = a.file.units;
  Network const& network = a.file.network;
  fmt::print("{:>7} {:>11} {:>11} {:>11} {:>22}  tanks, {}\n", "time", "supplied", "demand", "into tanks",
             fmt::format("least pressure, {}", u.pressure_name), u.metric ? "m" : "ft");
  for (Period const& p : a.periods) {
    double supplied = 0, demand = 0, stored = 0, least = 0;
    std::string at, tanks;
    for (std::size_t n = 0; n < network.nodes.size(); ++n) {
      Node const& node = network.nodes[n];
      double const q = p.field.demand_m3s[n] / u.flow;
      (node.kind == NodeKind::reservoir ? supplied : node.kind == NodeKind::tank ? stored : demand) += q;
      if (node.kind == NodeKind::tank)
        tanks += fmt::format(" {} {:.2f}", node.id, (p.field.head_m[n] - node.elevation_m) / u.length);
      if (node.kind != NodeKind::junction || p.field.wanted_m3s[n] <= 0) continue;
      if (double const here = pressure(a, p.field, n); at.empty() || here < least) least = here, at = node.id;
    }
    fmt::print("{:>7} {:11.2f} {:11.2f} {:11.2f} {:>13.2f} {:<8} {}{}\n", clock(p.time_s), -supplied, demand, stored,
               least, "at " + at, tanks, p.convergence.balanced ? "" : "  NOT BALANCED");
  }
}

void print_all(Answer const& a, Period const& p) {
  auto const& u = a.file.units;
  Network const& network = a.file.network;
  fmt::print("\nAt {}{}\n{:<16} {:>12} {:>12} {:>12}\n", clock(p.time_s),
             p.convergence.balanced ? "" : ", NOT BALANCED", "node", u.metric ? "head, m" : "head, ft",
             fmt::format("{}", u.pressure_name), fmt::format("demand, {}", u.name));
  for (std::size_t n = 0; n < network.nodes.size(); ++n)
    fmt::print("{:<16} {:12.3f} {:12.3f} {:12.3f}\n", network.nodes[n].id, p.field.head_m[n] / u.length,
               pressure(a, p.field, n), p.field.demand_m3s[n] / u.flow);
  fmt::print("\n{:<16} {:>12} {:>12} {:>12}  state\n", "link", "from", "to", fmt::format("flow, {}", u.name));
  for (std::size_t k = 0; k < network.links.size(); ++k) {
    Link const& link = network.links[k];
    fmt::print("{:<16} {:>12} {:>12} {:12.3f}  {}\n", link.id, network.nodes[link.from].id, network.nodes[link.to].id,
               p.field.flow_m3s[k] / u.flow, name_of(p.field.state[k]));
  }
}

void print_certificate(Answer const& a) {
  Summary const& s = a.summary;
  double kwh = 0;
  for (double const x : s.pump_kwh)
    kwh += x;
  fmt::print("\n{} steps, {} trials{}\n", s.steps, s.trials, s.complete ? "" : "; STOPPED before the end");
  fmt::print("mass at a node    {:.1e} m³/s at most{}\n", s.residual.mass_m3s,
             s.residual.node == kNone ? "" : " (" + a.file.network.nodes[s.residual.node].id + ")");
  fmt::print("head along a link {:.1e} m at most{}\n", s.residual.head_m,
             s.residual.link == kNone ? "" : " (" + a.file.network.links[s.residual.link].id + ")");
  fmt::print(
      "water             {:.1f} m³ supplied = {:.1f} served + {:.1f} emitted + {:.1f} stored + {:.1f} spilt, off by "
      "{:.1e} m³\n",
      s.supplied_m3, s.served_m3, s.emitted_m3, s.stored_m3, s.overflow_m3, s.imbalance_m3());
  if (s.wanted_m3 > 0) fmt::print("served            {:.2f} % of what is wanted\n", 100 * s.served_m3 / s.wanted_m3);
  if (kwh > 0) fmt::print("pumps             {:.1f} kWh\n", kwh);
  for (Finding const& f : s.findings)
    fmt::print("  {}\n", text_of(f, a.file.network, a.file.units));
  for (auto const& [section, lines] : a.file.skipped)
    fmt::print("  skipped: {} line{} of [{}]\n", lines, lines == 1 ? "" : "s", section);
}

/// The largest differences over all periods that both have.
int print_against(Answer const& a, EpanetOutput const& theirs, std::string const& name) {
  auto const& u = a.file.units;
  Network const& network = a.file.network;
  std::map<std::string, std::size_t> nodes, links;
  for (std::size_t i = 0; i < theirs.nodes.size(); ++i)
    nodes[theirs.nodes[i]] = i;
  for (std::size_t i = 0; i < theirs.links.size(); ++i)
    links[theirs.links[i]] = i;
  double head = 0, pressures = 0, demand = 0, flow = 0;
  std::size_t periods = 0;
  for (EpanetPeriod const& want : theirs.periods) {
    auto const p =
        std::find_if(a.periods.begin(), a.periods.end(), [&](Period const& x) { return x.time_s == want.time_s; });
    if (p == a.periods.end()) continue;
    ++periods;
    for (std::size_t n = 0; n < network.nodes.size(); ++n) {
      auto const it = nodes.find(network.nodes[n].id);
      if (it == nodes.end())
        return fail(fmt::format("{}: there is no node {}: results of another file", name, network.nodes[n].id));
      auto const off = [&](double ours, float right) { return std::abs(ours - static_cast<double>(right)); };
      head = std::max(head, off(p->field.head_m[n] / u.length, want.head[it->second]));
      demand = std::max(demand, off(p->field.demand_m3s[n] / u.flow, want.demand[it->second]));
      if (network.nodes[n].kind == NodeKind::junction)
        pressures = std::max(pressures, off(pressure(a, p->field, n), want.pressure[it->second]));
    }
    for (std::size_t k = 0; k < network.links.size(); ++k) {
      auto const it = links.find(network.links[k].id);
      if (it == links.end())
        return fail(fmt::format("{}: there is no link {}: results of another file", name, network.links[k].id));
      double const right = static_cast<double>(want.flow[it->second]);
      flow = std::max(flow, std::abs(p->field.flow_m3s[k] / u.flow - right) / std::max(1.0, std::abs(right)));
    }
  }
  fmt::print("\nagainst {}, {} periods: head {:.1e} {}, pressure {:.1e} {}, demand {:.1e} {}, flow {:.1e} of itself\n",
             name, periods, head, u.metric ? "m" : "ft", pressures, u.pressure_name, demand, u.name, flow);
  return periods > 0 ? 0 : fail(fmt::format("{} has no period in common with what was solved", name));
}

Result<Answer> answer(WaterOptions const& options) {
  auto const text = read_whole(options.file);
  if (!text) return Error{text.error()};
  auto file = read_inp(text.value(), options.file);
  if (!file) return Error{file.error()};
  Answer out{std::move(file).value(), {}, {}};
  RunOptions run;
  if (options.hours >= 0) run.duration_s = std::llround(options.hours * 3600);
  auto const keep = [&](Step const& step) {
    if (step.report) out.periods.push_back({step.time_s, step.field, step.convergence});
    return true;
  };
  auto summary = simulate(out.file.network, run, keep);
  if (!summary) return Error{fmt::format("{}: {}", options.file, summary.error())};
  out.summary = std::move(summary).value();
  return out;
}

int solve_water(WaterOptions const& options) {
  auto const a = answer(options);
  if (!a) return fail(a.error());
  if (options.json) {
    fmt::print("{}\n", to_json(a.value()).dump());
  } else {
    if (!a->file.network.title.empty()) fmt::print("{}\n\n", a->file.network.title);
    print_overview(a.value());
    for (Period const& p : a->periods)
      if (options.at_h >= 0 && p.time_s == std::llround(options.at_h * 3600)) print_all(a.value(), p);
    print_certificate(a.value());
  }
  if (!options.against.empty()) {
    auto const bytes = read_whole(options.against);
    if (!bytes) return fail(bytes.error());
    auto const theirs = read_epanet_output(bytes.value(), options.against);
    if (!theirs) return fail(theirs.error());
    if (int const status = print_against(a.value(), theirs.value(), options.against); status != 0) return status;
  }
  bool whole = a->summary.complete;
  for (Finding const& f : a->summary.findings)
    whole = whole && f.problem != Problem::not_balanced && f.problem != Problem::cut_off &&
            f.problem != Problem::solver_lost;
  return whole ? 0 : 1;
}

} // namespace

Command solve_water_command(CLI::App& solve) {
  auto const options = std::make_shared<WaterOptions>();
  auto* const water = solve.add_subcommand("water", "heads, pressures and flows of a water network");
  water->footer(kWaterAbout);
  water->add_option("FILE", options->file, "network, EPANET 2 (.inp)")->required();
  water->add_option("--hours", options->hours, "instead of the duration in the file; 0 = one instant")
      ->check(CLI::Range(0.0, 87600.0));
  auto* const at = water->add_option("--at", options->at_h, "prints every node and link at this hour of the report");
  at->check(CLI::Range(0.0, 87600.0));
  auto* const json = water->add_flag("--json", options->json, "machine-readable: everything at every report time");
  at->excludes(json);
  water->add_option("--against", options->against, "binary results of EPANET (.out) to compare with")->excludes(json);
  return {water, [options] { return solve_water(*options); }};
}

} // namespace dalian::app
