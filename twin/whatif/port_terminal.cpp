#include "twin/whatif/port_terminal.hpp"

#include "twin/port/draws.hpp"
#include "twin/port/queueing.hpp"
#include "twin/port/stations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace dalian::whatif {
namespace {

constexpr double kYear_h = 8760, kMonth_h = 730, kWeek_h = 168, kBusyDay_h = 16; // trucks come in two shifts
constexpr int kMonths = 24, kDays = 10;                                          // that are drawn
constexpr int kPlanRounds = 300;                                                 // of the search over a week
constexpr int kMostMoreCranes = 12;

/// Draws of a thing that is named, apart from those of any other.
std::uint64_t key_of(std::string_view what, std::string_view id) {
  return plan::ByteText().add(what).add(id).hash().low;
}

port::Quay quay_of(Terminal const& terminal, PortTable const& table, End end) {
  port::Quay quay;
  quay.name = terminal.berth;
  quay.length_m = terminal.length_m;
  quay.gap_m = table.figures.at("ship_gap", end);
  quay.cranes = static_cast<int>(terminal.crane_moves.size());
  double moves = 0;
  for (double const m : terminal.crane_moves)
    moves += std::isnan(m) ? table.figures.at("crane_moves", end) : m;
  quay.moves_per_h = quay.cranes > 0 ? moves / quay.cranes : 0;
  quay.interference = table.figures.at("interference", end);
  quay.berthing_h = table.figures.at("berthing_time", end);
  return quay;
}

/// Mean over the classes.
template <class Of>
double mean_of(PortTable const& table, Of&& of) {
  double sum = 0;
  for (ShipClass const& ship : table.ships)
    sum += ship.share * of(ship);
  return sum;
}

double calls_a(Terminal const& terminal, PortTable const& table, End end) {
  double const moves_a =
      1e6 * table.figures.at("throughput", end) * terminal.share / table.figures.at("teu_factor", end);
  return moves_a / mean_of(table, [](ShipClass const& s) { return s.moves; });
}

/// How many ships of mean length are worked at once: as many as lie at the quay, and no more than there are cranes.
int berths_of(port::Quay const& quay, PortTable const& table) {
  double const length = mean_of(table, [](ShipClass const& s) { return s.length_m; });
  return std::clamp(static_cast<int>((quay.length_m + quay.gap_m) / (length + quay.gap_m)), 1,
                    std::max(1, quay.cranes));
}

/// Of a call when all berths are taken: it has its own most cranes or an even share of all, at least one.
double shared_stay_h(port::Ship const& ship, port::Quay const& quay, int berths) {
  double const cranes = std::clamp(static_cast<double>(quay.cranes) / berths, 1.0, static_cast<double>(ship.cranes));
  return quay.berthing_h + ship.moves / (quay.moves_per_h * std::pow(cranes, quay.interference));
}

port::Ship ship_of(ShipClass const& kind) {
  port::Ship ship;
  ship.length_m = kind.length_m;
  ship.moves = kind.moves;
  ship.cranes = kind.cranes;
  return ship;
}

std::size_t drawn_class(PortTable const& table, std::uint64_t key, std::uint64_t number) {
  double rest = port::uniform(key, 2 * number + 1);
  for (std::size_t i = 0; i + 1 < table.ships.size(); ++i)
    if ((rest -= table.ships[i].share) < 0) return i;
  return table.ships.size() - 1;
}

/// Ships of a peak month, from its start: they come by chance (Poisson); ship n of month m is the same whatever else
/// changes.
std::vector<port::Ship> ships_of(Terminal const& terminal, PortTable const& table, End end, int month,
                                 double until_h = kMonth_h) {
  auto const key = key_of("ships", terminal.berth) + static_cast<std::uint64_t>(month);
  double const per_h = calls_a(terminal, table, end) * table.figures.at("peak_factor", end) / kYear_h;
  std::vector<port::Ship> ships;
  if (!(per_h > 0)) return ships;
  double at_h = 0;
  for (std::uint64_t n = 0; n < 5000; ++n) {
    at_h += port::exponential(key, 2 * n) / per_h;
    if (at_h > until_h) break;
    ships.push_back(ship_of(table.ships[drawn_class(table, key, n)]));
    ships.back().name = fmt::format("{}", n + 1);
    ships.back().eta_h = at_h;
  }
  return ships;
}

void add_waits(Terminal const& terminal, PortTable const& table, End end, TerminalFigures& out) {
  port::Quay const quay = quay_of(terminal, table, end);
  int const berths = berths_of(quay, table);
  double sum = 0, squares = 0;
  for (int month = 0; month < kMonths; ++month) {
    std::vector<double> arrival_h, service_h;
    for (port::Ship const& ship : ships_of(terminal, table, end, month)) {
      arrival_h.push_back(ship.eta_h);
      service_h.push_back(shared_stay_h(ship, quay, berths));
    }
    double mean = 0;
    for (double const wait : port::waits_h(arrival_h, service_h, berths))
      mean += wait / static_cast<double>(arrival_h.size());
    sum += mean, squares += mean * mean;
  }
  out.wait_h = sum / kMonths;
  out.wait_error_h = std::sqrt(std::max(0.0, squares / kMonths - out.wait_h * out.wait_h) / (kMonths - 1));
}

void add_berths(Terminal const& terminal, PortTable const& table, End end, TerminalFigures& out) {
  port::Quay const quay = quay_of(terminal, table, end);
  if (quay.cranes == 0 || !(quay.moves_per_h > 0)) return;
  int const berths = berths_of(quay, table);
  auto const stay = [&](ShipClass const& s) { return shared_stay_h(ship_of(s), quay, berths); };
  out.stay_h = mean_of(table, stay);
  double const square = mean_of(table, [&](ShipClass const& s) { return stay(s) * stay(s); });
  out.crane_rate = mean_of(table, [](ShipClass const& s) { return s.moves; }) / (out.stay_h - quay.berthing_h);
  port::Queue const queue{out.calls_a * table.figures.at("peak_factor", end) / kYear_h, out.stay_h, berths};
  out.occupancy = port::load(queue);
  out.steady_h = port::wait_mgc_h(queue, std::max(0.0, square / (out.stay_h * out.stay_h) - 1));
  add_waits(terminal, table, end, out);
}

void add_yard(Terminal const& terminal, PortTable const& table, End end, TerminalFigures& out) {
  double capacity = 0;
  for (auto const& yard : terminal.yards)
    capacity += yard.capacity_teu > 0 ? yard.capacity_teu : yard.area_ha * table.figures.at("stack_density", end);
  if (!(capacity > 0)) return;
  // Little (1961): what is there = what comes in a time · how long it stays; each box comes once
  out.yard_teu = out.teu_a / 2 * table.figures.at("peak_factor", end) / 365 * table.figures.at("yard_dwell", end);
  out.yard_fill = out.yard_teu / capacity;
}

/// A truck through the gate, to a yard crane and out again, on drawn busy days.
void add_trucks(Terminal const& terminal, PortTable const& table, End end, TerminalFigures& out) {
  auto const at = [&](char const* name) { return table.figures.at(name, end); };
  out.trucks_h = out.teu_a * at("truck_share") / at("truck_load") * at("peak_factor") * at("truck_peak") / kYear_h;
  auto const quay_cranes = static_cast<double>(terminal.crane_moves.size());
  int const lanes = terminal.gate_lanes > 0
                        ? terminal.gate_lanes
                        : std::max(1, static_cast<int>(std::lround(at("gate_lanes") * quay_cranes)));
  double const cranes = terminal.yard_cranes > 0 ? terminal.yard_cranes : at("yard_cranes") * quay_cranes;
  int const for_trucks = std::max(1, static_cast<int>(std::lround(cranes * at("yard_crane_share"))));
  double const gate_h = at("gate_time") / 60, yard_h = 1 / at("yard_moves");
  out.gate_load = out.trucks_h * gate_h / lanes;
  out.yard_crane_load = out.trucks_h * yard_h / for_trucks;
  double sum = 0;
  std::size_t count = 0;
  for (int day = 0; day < kDays && out.trucks_h > 0; ++day) {
    auto const key = key_of("trucks", terminal.berth) + static_cast<std::uint64_t>(day);
    std::vector<double> arrival_h, in_h, box_h, out_h;
    double t = 0;
    for (std::uint64_t n = 0; n < 20000 && (t += port::exponential(key, 4 * n) / out.trucks_h) < kBusyDay_h; ++n) {
      arrival_h.push_back(t);
      in_h.push_back(gate_h * port::exponential(key, 4 * n + 1));
      box_h.push_back(yard_h * port::exponential(key, 4 * n + 2));
      out_h.push_back(gate_h * port::exponential(key, 4 * n + 3));
    }
    double const half_way_h = at("truck_drive") / 120;
    auto const passages =
        port::pass(arrival_h, {{lanes, 0, in_h}, {for_trucks, half_way_h, box_h}, {lanes, half_way_h, out_h}});
    for (std::size_t i = 0; i < passages.size(); ++i)
      sum += passages[i].leaves_h - arrival_h[i];
    count += passages.size();
  }
  out.truck_turn_min = count > 0 ? 60 * sum / static_cast<double>(count) : 0;
}

} // namespace

TerminalFigures terminal_figures(Terminal const& terminal, PortTable const& table, End end) {
  TerminalFigures out;
  out.calls_a = calls_a(terminal, table, end);
  out.teu_a = 1e6 * table.figures.at("throughput", end) * terminal.share;
  add_berths(terminal, table, end, out);
  add_yard(terminal, table, end, out);
  add_trucks(terminal, table, end, out);
  return out;
}

TerminalPlan terminal_plan(Terminal const& terminal, PortTable const& table) {
  port::Quay const quay = quay_of(terminal, table, End::value);
  auto const ships = ships_of(terminal, table, End::value, 0, kWeek_h);
  TerminalPlan out;
  out.first_come = port::plan_in_order(quay, ships, port::first_come(ships));
  out.planned = port::search_plan(quay, ships, {kPlanRounds, key_of("plan", terminal.berth)});
  out.ships = out.planned.calls.size();
  for (port::Plan const* plan : {&out.first_come, &out.planned})
    if (auto const conflict = port::find_conflict(quay, ships, *plan)) out.conflict = *conflict;
  return out;
}

double accepted_wait_h(PortTable const& table, TerminalFigures const& figures) {
  return table.figures.value("wait_share") / 100 * figures.stay_h;
}

int cranes_that_mend(Terminal const& terminal, PortTable const& table) {
  Terminal more = terminal;
  for (int n = 1; n <= kMostMoreCranes; ++n) {
    more.crane_moves.push_back(std::numeric_limits<double>::quiet_NaN());
    TerminalFigures figures;
    figures.calls_a = calls_a(more, table, End::value);
    add_berths(more, table, End::value, figures);
    if (figures.wait_h <= accepted_wait_h(table, figures)) return n;
  }
  return 0;
}

plan::ContentHash hash_of(Terminal const& terminal) {
  plan::ByteText bytes;
  bytes.add(std::string_view(terminal.berth)).add(terminal.length_m).add(terminal.share);
  bytes.add(static_cast<std::uint64_t>(terminal.crane_moves.size()));
  for (double const moves : terminal.crane_moves)
    bytes.add(std::isnan(moves) ? -1.0 : moves);
  for (auto const& yard : terminal.yards)
    bytes.add(std::string_view(yard.id)).add(yard.area_ha).add(yard.capacity_teu);
  return bytes.add(std::uint64_t(static_cast<unsigned>(terminal.yard_cranes)))
      .add(std::uint64_t(static_cast<unsigned>(terminal.gate_lanes)))
      .hash();
}

} // namespace dalian::whatif
