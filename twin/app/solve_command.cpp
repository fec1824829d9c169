// twinctl solve: one engine on files, without a city.
#include "twin/app/commands.hpp"
#include "twin/app/solve_commands.hpp"
#include "twin/traffic/equilibrium.hpp"
#include "twin/traffic/tntp.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::app {
namespace {

using namespace traffic;

struct SolveOptions {
  std::string network, flows;
  std::vector<std::string> trips;
  std::vector<std::uint32_t> select; // from and to, as the file numbers nodes
  Options solver;
  double toll_weight = 0, length_weight = 0;
  bool json = false;
};

constexpr char kTrafficAbout[] =
    R"(NETWORK and TRIPS are TNTP files (github.com/bstabler/TransportationNetworks). Each file of TRIPS is a class of
vehicles of its own. Exit status 1 when the gap was not reached, or a pair of zones has no way: the rest is solved and
printed nevertheless. docs/traffic.md says what the figures mean.

Example:
  twinctl solve traffic SiouxFalls_net.tntp SiouxFalls_trips.tntp --gap 1e-10 --flows flows.tntp)";

struct Problem {
  Network network;
  Demand demand;
};

Result<Problem> read_problem(SolveOptions const& options) {
  auto const text = read_whole(options.network);
  if (!text) return Error{text.error()};
  auto network = read_network(text.value(), options.network);
  if (!network) return Error{network.error()};
  Problem problem{std::move(*network), {}};
  for (std::string const& file : options.trips) {
    auto const table = read_whole(file);
    if (!table) return Error{table.error()};
    auto trips = read_trips(table.value(), file, problem.network);
    if (!trips) return Error{trips.error()};
    auto& kind = problem.demand.classes.emplace_back();
    kind.name = options.trips.size() == 1 ? "all" : file;
    kind.toll_weight = options.toll_weight;
    kind.length_weight = options.length_weight;
    kind.trips = std::move(*trips);
  }
  return problem;
}

struct Seconds {
  double wall = 0, cpu = 0;
};

nlohmann::json number_or_null(double x) {
  return std::isfinite(x) ? nlohmann::json(x) : nlohmann::json();
}

nlohmann::json to_json(Problem const& problem, Equilibrium const& e, Seconds const& seconds) {
  auto const& c = e.certificate;
  nlohmann::json links = nlohmann::json::array(), lost = nlohmann::json::array();
  for (std::size_t i = 0; i < e.flow.size(); ++i) {
    Link const& link = problem.network.links[i];
    links.push_back(
        {{"from", link.tail + 1}, {"to", link.head + 1}, {"flow", e.flow[i]}, {"time", number_or_null(e.time[i])}});
  }
  for (auto const& u : e.unconnected)
    lost.push_back({{"class", problem.demand.classes[u.vehicle_class].name},
                    {"origin", u.origin + 1},
                    {"destination", u.destination + 1},
                    {"trips", u.amount}});
  return {{"objective", c.objective},   {"gap", c.gap},
          {"converged", e.converged},   {"excess_cost", c.excess},
          {"total_cost", c.total_cost}, {"imbalance", c.imbalance},
          {"iterations", e.iterations}, {"seconds", {{"wall", seconds.wall}, {"cpu", seconds.cpu}}},
          {"unconnected", lost},        {"links", links}};
}

/// Of all links from the one node to the other, one link after the other.
Result<std::vector<Selected>> selected(SolveOptions const& options, Problem const& problem, Equilibrium const& e) {
  std::vector<Selected> out;
  bool is_there = options.select.empty();
  for (std::uint32_t i = 0; i < problem.network.links.size() && !options.select.empty(); ++i) {
    Link const& link = problem.network.links[i];
    if (link.tail + 1 != options.select[0] || link.head + 1 != options.select[1]) continue;
    is_there = true;
    for (auto const& s : select_link(e, problem.network, problem.demand, i))
      out.push_back(s);
  }
  if (!is_there)
    return Error{fmt::format("--select-link {},{}: {} has no such link; name the two nodes as it does",
                             options.select[0], options.select[1], options.network)};
  return out;
}

nlohmann::json to_json(Problem const& problem, std::vector<Selected> const& list) {
  auto out = nlohmann::json::array();
  for (Selected const& s : list)
    out.push_back({{"class", problem.demand.classes[s.vehicle_class].name},
                   {"origin", s.origin + 1},
                   {"destination", s.destination + 1},
                   {"trips", s.amount}});
  return out;
}

void print_selected(Problem const& problem, std::vector<Selected> list) {
  std::stable_sort(list.begin(), list.end(), [](auto const& a, auto const& b) { return a.amount > b.amount; });
  for (Selected const& s : list)
    fmt::print("{:>12.4f} trips from {} to {}, class {}\n", s.amount, s.origin + 1, s.destination + 1,
               problem.demand.classes[s.vehicle_class].name);
}

void print_answer(Equilibrium const& e, Seconds const& seconds) {
  auto const& c = e.certificate;
  fmt::print(
      "objective      {:.9f}\ntotal cost     {:.6f}\nrelative gap   {:.3e}{}\nimbalance      {:.1e} pcu/h at most\n"
      "iterations     {}\nseconds        {:.4f} ({:.4f} of the processor)\n",
      c.objective, c.total_cost, c.gap, e.converged ? "" : "  (not reached)", c.imbalance, e.iterations, seconds.wall,
      seconds.cpu);
}

void print_lost(Problem const& problem, Equilibrium const& e) {
  for (auto const& u : e.unconnected)
    fmt::print(stderr,
               "twinctl: class {}: no way from zone {} to zone {} for {} trips; join them or leave these trips out\n",
               problem.demand.classes[u.vehicle_class].name, u.origin + 1, u.destination + 1, u.amount);
}

Status save_flows(std::string const& file, Network const& network, Equilibrium const& e) {
  std::vector<LinkFlow> flows;
  for (std::size_t i = 0; i < e.flow.size(); ++i)
    flows.push_back({network.links[i].tail, network.links[i].head, e.flow[i], e.time[i]});
  std::ofstream out(file, std::ios::binary);
  out << write_flows(flows);
  out.close();
  if (!out) return Error{fmt::format("{} cannot be written: {}", file, std::strerror(errno))};
  return {};
}

int solve_traffic(SolveOptions const& options) {
  auto const problem = read_problem(options);
  if (!problem) return fail(problem.error());
  auto const start = std::chrono::steady_clock::now();
  auto const cpu_start = std::clock();
  auto const answer = solve(problem.value().network, problem.value().demand, options.solver);
  if (!answer) return fail(fmt::format("{}: {}", options.network, answer.error()));
  Seconds const seconds{std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                        static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC};
  if (!options.flows.empty())
    if (auto const saved = save_flows(options.flows, problem.value().network, answer.value()); !saved)
      return fail(saved.error());
  auto const over = selected(options, problem.value(), answer.value());
  if (!over) return fail(over.error());
  if (options.json) {
    auto document = to_json(problem.value(), answer.value(), seconds);
    if (!options.select.empty()) document["selected"] = to_json(problem.value(), *over);
    fmt::print("{}\n", document.dump());
  } else {
    print_answer(answer.value(), seconds);
    print_selected(problem.value(), *over);
  }
  print_lost(problem.value(), answer.value());
  return answer.value().converged && answer.value().unconnected.empty() ? 0 : 1;
}

} // namespace

Result<std::string> read_whole(std::string const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{fmt::format("{} cannot be read: {}", file, std::strerror(errno))};
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

Command solve_command(CLI::App& twinctl) {
  auto const options = std::make_shared<SolveOptions>();
  options->solver.gap = 1e-6;
  auto* const entry = twinctl.add_subcommand("solve", "an engine on files");
  entry->require_subcommand(1);
  std::vector<Command> const others{solve_gas_command(*entry), solve_hazard_command(*entry), solve_port_command(*entry),
                                    solve_power_command(*entry), solve_water_command(*entry)};
  auto* const traffic = entry->add_subcommand("traffic", "static user equilibrium of a road network");
  traffic->footer(kTrafficAbout);
  traffic->add_option("NETWORK", options->network, "roads, TNTP")->required();
  traffic->add_option("TRIPS", options->trips, "trips between zones, TNTP; a file for each class of vehicles")
      ->required();
  traffic->add_option("--gap", options->solver.gap, "relative gap at which to stop")
      ->check(CLI::Range(1e-14, 1.0))
      ->capture_default_str();
  traffic->add_option("--iterations", options->solver.iterations, "at which to give up")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  traffic->add_option("--threads", options->solver.threads, "the answer is the same with any number")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  traffic->add_option("--toll-weight", options->toll_weight, "time units for a unit of toll")
      ->check(CLI::NonNegativeNumber);
  traffic->add_option("--length-weight", options->length_weight, "time units for a unit of length")
      ->check(CLI::NonNegativeNumber);
  traffic->add_option("--flows", options->flows, "writes the flow and time of each link there, TNTP");
  traffic->add_option("--select-link", options->select, "FROM,TO: whose trips drive from this node to that one")
      ->expected(2)
      ->delimiter(',');
  traffic->add_flag("--json", options->json, "machine-readable: the document of docs/traffic.md");
  return {entry, [options, others] {
            for (Command const& other : others)
              if (other.entry->parsed()) return other.run();
            return solve_traffic(*options);
          }};
}

} // namespace dalian::app
