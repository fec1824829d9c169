// Water networks: processor time of a step of an EPANET file over 168 hours, and of one edited pipe on a mesh of about
// 1000 nodes, from the base's flows; beside it the same mesh solved from nothing. What is edited is answered the same
// from either to the accuracy of the solver, and that is checked.
#include "twin/water/inp.hpp"
#include "twin/water/simulation.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

using namespace dalian;
using namespace dalian::water;

namespace {

double seconds_now() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Node& add_node(Network& network, std::string id, NodeKind kind, double elevation_m) {
  Node& out = network.nodes.emplace_back();
  out.id = std::move(id);
  out.kind = kind;
  out.elevation_m = elevation_m;
  return out;
}

void add_pipe(Network& network, std::pair<std::uint32_t, std::uint32_t> ends, double length_m, double diameter_m) {
  Link& out = network.links.emplace_back();
  out.id = fmt::format("p{}", network.links.size());
  out.from = ends.first, out.to = ends.second;
  out.length_m = length_m, out.diameter_m = diameter_m, out.roughness = 110;
}

/// Streets of `side` × `side` crossings, 120 m apart, every `apart`-th of those that run north with a pipe, fed at two
/// corners; every crossing draws 0.3 l/s.
Network mesh(std::uint32_t side, std::uint32_t apart) {
  Network out;
  for (std::uint32_t i = 0; i < side * side; ++i)
    add_node(out, fmt::format("n{}", i), NodeKind::junction, 5.0 + i % 7).demands = {{0.0003, kNone}};
  for (std::uint32_t i = 0; i < side * side; ++i) {
    bool const wide = i / side % 8 == 0 || i % side % 8 == 0;
    if (i % side + 1 < side) add_pipe(out, {i, i + 1}, 120, wide ? 0.4 : 0.15);
    if (i + side < side * side && i % side % apart == 0) add_pipe(out, {i, i + side}, 120, wide ? 0.4 : 0.15);
  }
  for (std::uint32_t const at : {0U, side * side - side}) {
    add_node(out, fmt::format("r{}", at), NodeKind::reservoir, 60);
    add_pipe(out, {static_cast<std::uint32_t>(out.nodes.size() - 1), at}, 500, 0.8);
  }
  return out;
}

void bench_file(std::string const& name, int rounds) {
  std::ifstream in(name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  auto const file = read_inp(text.str(), name);
  if (!file) throw std::runtime_error(file.error());
  auto hydraulics = Hydraulics::make(file->network);
  if (!hydraulics) throw std::runtime_error(hydraulics.error());
  RunOptions const week{.duration_s = 168 * 3600, .certify = false};
  double best = 1e9;
  Summary last;
  for (int r = 0; r < rounds; ++r) {
    double const start = seconds_now();
    last = simulate(file->network, hydraulics.value(), week, nullptr);
    best = std::min(best, seconds_now() - start);
  }
  fmt::print("{}: {} nodes, {} links, 168 h: {} steps, {} trials, {:.1f} µs a step, {:.2f} µs a trial\n", name,
             file->network.nodes.size(), file->network.links.size(), last.steps, last.trials,
             1e6 * best / static_cast<double>(last.steps), 1e6 * best / static_cast<double>(last.trials));
}

void bench_edit(std::uint32_t side, std::uint32_t apart, int edits) {
  Network network = mesh(side, apart);
  auto hydraulics = Hydraulics::make(network);
  if (!hydraulics) throw std::runtime_error(hydraulics.error());
  Field base = hydraulics->start();
  set_boundary(network, base, 0);
  double const cold_start = seconds_now();
  Convergence const cold = hydraulics->solve(base);
  double const cold_s = seconds_now() - cold_start;
  std::vector<double> times;
  double worst = 0, trials = 0;
  for (int e = 0; e < edits; ++e) {
    auto const k = static_cast<std::uint32_t>(static_cast<std::size_t>(e) * 7919 % network.links.size());
    double const before = network.links[k].diameter_m;
    double const start = seconds_now();
    network.links[k].diameter_m = before * (e % 2 == 0 ? 0.7 : 1.5);
    hydraulics->reset(k);
    Field edited = base; // always from the base: the answer does not depend on what was asked before
    trials += hydraulics->solve(edited).trials;
    times.push_back(seconds_now() - start);
    Field anew = hydraulics->start();
    set_boundary(network, anew, 0);
    hydraulics->solve(anew);
    for (std::size_t n = 0; n < anew.head_m.size(); ++n)
      worst = std::max(worst, std::abs(anew.head_m[n] - edited.head_m[n]));
    network.links[k].diameter_m = before;
    hydraulics->reset(k);
  }
  std::sort(times.begin(), times.end());
  fmt::print(
      "mesh of {} nodes, {} pipes: from nothing {:.2f} ms ({} trials); one pipe edited: median {:.3f} ms, 95 % {:.3f} "
      "ms ({:.1f} trials), heads as from nothing to {:.1e} m\n",
      network.nodes.size(), network.links.size(), 1e3 * cold_s, cold.trials, 1e3 * times[times.size() / 2],
      1e3 * times[times.size() * 95 / 100], trials / edits, worst);
}

} // namespace

int main(int argc, char** argv) {
  CLI::App app("Processor time of water networks");
  std::vector<std::string> files;
  int rounds = 50, edits = 200;
  app.add_option("FILES", files, "EPANET input files, run over 168 hours");
  app.add_option("--rounds", rounds, "the best of so many")->check(CLI::Range(1, 10000));
  app.add_option("--edits", edits, "pipes to edit")->check(CLI::Range(20, 100000));
  CLI11_PARSE(app, argc, argv);
  try {
    for (auto const& file : files)
      bench_file(file, rounds);
    bench_edit(32, 4, edits); // as many pipes for a node as supply networks have
    bench_edit(32, 1, edits); // a full mesh
  } catch (std::exception const& e) {
    fmt::print(stderr, "bench_water: {}\n", e.what());
    return 1;
  }
  return 0;
}
