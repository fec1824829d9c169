#pragma once
// The project's own engines and its layout, for tests.
#include "twin/plan/assets.hpp"
#include "twin/whatif/energy.hpp"
#include "twin/whatif/gas_engine.hpp"
#include "twin/whatif/hazard.hpp"
#include "twin/whatif/land.hpp"
#include "twin/whatif/port.hpp"
#include "twin/whatif/power_engine.hpp"
#include "twin/whatif/runner.hpp"
#include "twin/whatif/services.hpp"
#include "twin/whatif/sun.hpp"
#include "twin/whatif/traffic.hpp"
#include "twin/whatif/water_engine.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace dalian::whatif::testing {

inline std::filesystem::path assets_source() {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets";
}

/// A table of the project, read once.
template <class Table>
std::shared_ptr<Table const> table_of(char const* file, Result<Table> (*read)(std::filesystem::path const&)) {
  auto table = read(assets_source() / "config" / file);
  EXPECT_TRUE(table) << table.error();
  return std::make_shared<Table const>(std::move(table).value());
}

inline std::shared_ptr<Programme const> programme() {
  static auto const shared = table_of("programme.toml", read_programme);
  return shared;
}
inline std::shared_ptr<EnergyFactors const> energy_factors() {
  static auto const shared = table_of("energy.toml", read_energy_factors);
  return shared;
}
inline std::shared_ptr<MainsTable const> mains_table() {
  static auto const shared = table_of("mains.toml", read_mains_table);
  return shared;
}
inline std::shared_ptr<HazardTables const> hazard_tables() {
  static auto const shared = table_of("hazard.toml", read_hazard_tables);
  return shared;
}
inline std::shared_ptr<PortTable const> port_table() {
  static auto const shared = table_of("port.toml", read_port_table);
  return shared;
}
inline std::shared_ptr<SunTable const> sun_table() {
  static auto const shared = table_of("sun.toml", read_sun_table);
  return shared;
}
inline std::shared_ptr<TrafficTable const> traffic_table() {
  static auto const shared = table_of("traffic.toml", read_traffic_table);
  return shared;
}

/// Those that need no base, but `hazard`, `port` and `sun`.
inline Runner fresh_runner(std::size_t kept = 4096) {
  return Runner({energy_engine(programme(), energy_factors()), services_engine(programme()), land_engine(programme()),
                 power_engine(programme(), energy_factors()), water_engine(mains_table()), gas_engine(mains_table())},
                kept);
}
inline Runner hazard_runner() {
  return Runner({hazard_engine(hazard_tables()), land_engine(programme())});
}
/// A port of a tenth of the throughput, so that tests are quick.
inline std::shared_ptr<PortTable const> small_port_table() {
  static auto const shared = [] {
    PortTable table = *port_table();
    table.figures.figures.find("throughput")->second.by_group[""] = exactly(0.5);
    table.figures.hash = plan::hash_of("a port of a tenth");
    return std::make_shared<PortTable const>(std::move(table));
  }();
  return shared;
}

/// All that twinctl runs without being asked for more.
inline Runner every_engine(plan::Layout const& base, std::size_t kept = 4096, unsigned threads = 1) {
  auto const land = land_engine(programme());
  return Runner({energy_engine(programme(), energy_factors()), services_engine(programme()), land,
                 power_engine(programme(), energy_factors()), water_engine(mains_table()), gas_engine(mains_table()),
                 hazard_engine(hazard_tables()), port_engine(small_port_table()),
                 sun_engine(programme(), energy_factors(), sun_table()),
                 traffic_engine({programme(), traffic_table(), land, base, threads})},
                kept);
}

inline plan::Layout const& city() {
  static plan::Layout const layout = [] {
    auto assets = plan::read_assets(assets_source() / "city");
    EXPECT_TRUE(assets) << assets.error();
    return std::move(assets->layout);
  }();
  return layout;
}

/// All bytes that are compared.
inline std::vector<ContentHash> hashes(Outcomes const& outcomes) {
  std::vector<ContentHash> out;
  for (auto const& [engine, outcome] : outcomes)
    out.push_back(outcome.evaluation ? hash_of(*outcome.evaluation) : ContentHash{});
  return out;
}

} // namespace dalian::whatif::testing
