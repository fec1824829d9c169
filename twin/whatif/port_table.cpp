#include "twin/whatif/port_table.hpp"

#include "twin/base/config_table.hpp"

#include <array>

namespace dalian::whatif {
namespace {

constexpr std::array kFigures{"throughput",    "teu_factor", "peak_factor",      "crane_moves", "interference",
                              "berthing_time", "ship_gap",   "wait_share",       "yard_dwell",  "stack_density",
                              "yard_cranes",   "yard_moves", "yard_crane_share", "truck_share", "truck_load",
                              "truck_peak",    "gate_time",  "gate_lanes",       "truck_drive", "truck_turn"};

ShipClass read_ship(ConfigTable& table) {
  ShipClass ship;
  ship.name = table.text("name");
  ship.source = table.text("source");
  ship.share = table.number("share", 0.0001, 1);
  ship.length_m = table.number("length_m", 10, 600);
  ship.moves = table.number("moves", 1, 50000);
  ship.cranes = static_cast<int>(table.integer("cranes", 1, 20));
  return ship;
}

} // namespace

Result<PortTable> read_port_table(std::filesystem::path const& file) {
  PortTable out;
  auto figures = read_figure_table(file, kFigures, [&](ConfigTable& root) {
    double shares = 0;
    root.each("ship", [&](ConfigTable& t) {
      out.ships.push_back(read_ship(t));
      shares += out.ships.back().share;
    });
    if (std::abs(shares - 1) > 1e-6)
      root.fail("ship", fmt::format("has shares that add up to {}; they must make 1", shares));
  });
  if (!figures) return Error{figures.error()};
  out.figures = std::move(figures).value();
  return out;
}

} // namespace dalian::whatif
