// twinctl solve power: a power network from a file.
#include "twin/app/commands.hpp"
#include "twin/power/case_file.hpp"
#include "twin/power/contingency.hpp"
#include "twin/power/dc.hpp"
#include "twin/power/violations.hpp"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

namespace dalian::app {
namespace {

using namespace power;
using nlohmann::json;

struct PowerOptions {
  std::string file;
  FlowOptions flow;
  bool dc = false, outages = false, json = false;
};

constexpr char kAbout[] =
    R"(FILE.m is a MATPOWER case of version 2; the lines by which distribution cases convert ohms and kW are computed.
Losses are generation less load, with what shunts take up. A bus outside its voltages or a branch beyond its rating is
listed with what would mend it. Exit status 1 when no solution was found, or part of the network is not fed: the best
partial answer is printed nevertheless. docs/engines.md says equations, sources and limits of validity.

Examples:
  twinctl solve power case118.m
  twinctl solve power case118.m --n-1            every branch out, one at a time
  twinctl solve power case14.m --q-limits        generators keep their reactive limits
  twinctl solve power case118.m --json | jq .losses_mw)";

json number(double x) {
  return std::isfinite(x) ? json(x) : json();
}

Result<Network> read_network(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{fmt::format("{} cannot be read: {}", file, std::strerror(errno))};
  std::ostringstream text;
  text << in.rdbuf();
  return read_case(std::move(text).str(), file);
}

/// All that is printed.
struct Answer {
  Network network;
  Flow flow;
  std::vector<Trouble> violations;
  std::optional<std::vector<Outage>> outages;
  bool good() const { return flow.converged && flow.unserved_mw == 0; }
};

Answer solve(Network network, PowerOptions const& options) {
  if (options.dc) return {network, solve_dc(network), {}, {}};
  Study study(std::move(network), options.flow);
  Answer answer{study.network(), study.base(), find_violations(study), {}};
  if (options.outages) answer.outages = find_outages(study, options.flow);
  return answer;
}

json to_json(Outage const& o, Network const& n) {
  json out{{"branch", name_of_branch(n, o.branch)},
           {"index", o.branch + 1},
           {"solved", o.solved},
           {"parts", o.parts},
           {"unserved_mw", o.unserved_mw},
           {"lowest_vm", number(o.lowest_vm)},
           {"lowest_bus", n.buses[o.lowest_bus].number},
           {"highest_vm", number(o.highest_vm)}};
  if (o.worst_loading > 0)
    out["worst_loading_percent"] = 100 * o.worst_loading, out["worst_branch"] = name_of_branch(n, o.worst_branch);
  return out;
}

json to_json(Answer const& a, bool dc) {
  json buses = json::array(), branches = json::array(), generators = json::array(), findings = json::array();
  for (std::size_t i = 0; i < a.network.buses.size(); ++i)
    buses.push_back({{"bus", a.network.buses[i].number}, {"vm", a.flow.vm[i]}, {"va_deg", a.flow.va_deg[i]}});
  for (std::size_t i = 0; i < a.network.branches.size(); ++i) {
    BranchFlow const& f = a.flow.branches[i];
    Branch const& b = a.network.branches[i];
    branches.push_back({{"from", a.network.buses[static_cast<std::size_t>(b.from)].number},
                        {"to", a.network.buses[static_cast<std::size_t>(b.to)].number},
                        {"p_from_mw", number(f.from.real())},
                        {"q_from_mvar", number(f.from.imag())},
                        {"p_to_mw", number(f.to.real())},
                        {"q_to_mvar", number(f.to.imag())},
                        {"loading_percent", b.rating_mva > 0 ? number(100 * f.worst_mva() / b.rating_mva) : json()}});
  }
  for (std::size_t i = 0; i < a.network.generators.size(); ++i)
    generators.push_back({{"bus", a.network.buses[static_cast<std::size_t>(a.network.generators[i].bus)].number},
                          {"p_mw", a.flow.generators[i].real()},
                          {"q_mvar", a.flow.generators[i].imag()}});
  for (auto const* list : {&a.flow.troubles, &a.violations})
    for (Trouble const& t : *list)
      findings.push_back(to_text(t, a.network));
  json out{{"method", dc ? "dc" : "newton"},
           {"converged", a.flow.converged},
           {"iterations", a.flow.iterations},
           {"mismatch_pu", number(a.flow.mismatch_pu)},
           {"losses_mw", a.flow.losses_mw},
           {"losses_mvar", number(a.flow.losses_mvar)},
           {"load_mw", a.flow.load_mw},
           {"generation_mw", a.flow.generation_mw},
           {"unserved_mw", a.flow.unserved_mw},
           {"buses", buses},
           {"branches", branches},
           {"generators", generators},
           {"findings", findings}};
  if (a.outages)
    for (Outage const& o : *a.outages)
      out["outages"].push_back(to_json(o, a.network));
  return out;
}

void print_summary(Answer const& a, bool dc) {
  Flow const& f = a.flow;
  fmt::print("load         {:12.5f} MW\ngeneration   {:12.5f} MW\nlosses       {:12.5f} MW with shunts\nmismatch     "
             "{:12.1e} p.u. at most{}\n",
             f.load_mw, f.generation_mw, f.losses_mw, f.mismatch_pu,
             dc            ? " (DC: no losses, no voltages)"
             : f.converged ? fmt::format(", {} steps", f.iterations)
                           : ": NO SOLUTION, what follows is the best state met");
  if (f.unserved_mw != 0) fmt::print("not fed      {:12.5f} MW\n", f.unserved_mw);
}

void print_tables(Answer const& a) {
  fmt::print("\n{:>8} {:>9} {:>9} {:>10} {:>10}\n", "bus", "p.u.", "degrees", "load MW", "MVAr");
  for (std::size_t i = 0; i < a.network.buses.size(); ++i)
    fmt::print("{:>8} {:>9.5f} {:>9.3f} {:>10.3f} {:>10.3f}\n", a.network.buses[i].number, a.flow.vm[i],
               a.flow.va_deg[i], a.network.buses[i].load_mw, a.network.buses[i].load_mvar);
  fmt::print("\n{:>8} {:>8} {:>10} {:>10} {:>10} {:>10} {:>9}\n", "from", "to", "MW in", "MVAr in", "MW lost",
             "rated MVA", "% of it");
  for (std::size_t i = 0; i < a.network.branches.size(); ++i) {
    Branch const& b = a.network.branches[i];
    BranchFlow const& f = a.flow.branches[i];
    fmt::print("{:>8} {:>8} {:>10.3f} {:>10.3f} {:>10.4f} {:>10} {:>9}\n",
               a.network.buses[static_cast<std::size_t>(b.from)].number,
               a.network.buses[static_cast<std::size_t>(b.to)].number, f.from.real(), f.from.imag(),
               (f.from + f.to).real(), b.rating_mva > 0 ? fmt::format("{:.1f}", b.rating_mva) : "-",
               b.rating_mva > 0 ? fmt::format("{:.1f}", 100 * f.worst_mva() / b.rating_mva) : "-");
  }
  fmt::print("\n{:>8} {:>12} {:>12}\n", "source", "MW", "MVAr");
  for (std::size_t i = 0; i < a.network.generators.size(); ++i)
    fmt::print("{:>8} {:>12.4f} {:>12.4f}\n",
               a.network.buses[static_cast<std::size_t>(a.network.generators[i].bus)].number,
               a.flow.generators[i].real(), a.flow.generators[i].imag());
}

void print_outages(Answer const& a) {
  fmt::print("\n{:<20} {:>14} {:>18} {:>20}\n", "one branch out", "not fed MW", "lowest p.u.", "worst loading");
  for (Outage const& o : *a.outages) {
    std::string const lowest =
        o.solved ? fmt::format("{:.4f} at {}", o.lowest_vm, a.network.buses[o.lowest_bus].number) : "no solution";
    std::string const worst =
        o.worst_loading > 0 && o.solved
            ? fmt::format("{:.1f} % {}", 100 * o.worst_loading, name_of_branch(a.network, o.worst_branch).substr(7))
            : "-";
    fmt::print("{:<20} {:>14.3f} {:>18} {:>20}{}\n", name_of_branch(a.network, o.branch), o.unserved_mw, lowest, worst,
               o.parts ? "  parts the network" : "");
  }
}

int solve_power(PowerOptions const& options) {
  auto network = read_network(options.file);
  if (!network) return fail(network.error());
  Answer const answer = solve(std::move(*network), options);
  if (options.json) {
    fmt::print("{}\n", to_json(answer, options.dc).dump());
    return answer.good() ? 0 : 1;
  }
  print_summary(answer, options.dc);
  print_tables(answer);
  if (answer.outages) print_outages(answer);
  if (!answer.flow.troubles.empty() || !answer.violations.empty()) fmt::print("\n");
  for (auto const* list : {&answer.flow.troubles, &answer.violations})
    for (Trouble const& t : *list)
      fmt::print("{}\n", to_text(t, answer.network));
  return answer.good() ? 0 : 1;
}

} // namespace

Command solve_power_command(CLI::App& solve) {
  auto const options = std::make_shared<PowerOptions>();
  auto* const entry = solve.add_subcommand("power", "AC power flow of a network: voltages, flows, losses, mismatch");
  entry->footer(kAbout);
  entry->add_option("FILE", options->file, "network, MATPOWER case (.m)")->required();
  auto* const dc = entry->add_flag("--dc", options->dc, "active power alone, linear: no losses, all voltages 1 p.u.");
  entry->add_flag("--n-1", options->outages, "also every branch out, one at a time")->excludes(dc);
  entry
      ->add_flag("--q-limits", options->flow.reactive_limits,
                 "generators give up their voltage at their reactive limits")
      ->excludes(dc);
  entry->add_flag("--flat", options->flow.flat_start, "begin at 1 p.u. and 0°, not at the file's voltages");
  entry->add_option("--tolerance", options->flow.newton.tolerance, "largest mismatch to stop at, p.u.")
      ->check(CLI::Range(1e-12, 1.0))
      ->capture_default_str();
  entry->add_flag("--json", options->json, "machine-readable");
  return {entry, [options] { return solve_power(*options); }};
}

} // namespace dalian::app
