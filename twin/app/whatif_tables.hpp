#pragma once
// The tables that the engines rest on, as the options name them.
#include "twin/app/whatif_context.hpp"
#include "twin/whatif/energy_factors.hpp"
#include "twin/whatif/flood.hpp"
#include "twin/whatif/hazard.hpp"
#include "twin/whatif/mains_table.hpp"
#include "twin/whatif/port_table.hpp"
#include "twin/whatif/sun_table.hpp"
#include "twin/whatif/traffic_peak.hpp"
#include "twin/whatif/traffic_table.hpp"

namespace dalian::app {

struct EngineTables {
  std::shared_ptr<whatif::Programme const> programme;
  std::shared_ptr<whatif::EnergyFactors const> energy;
  std::shared_ptr<whatif::MainsTable const> mains;
  std::shared_ptr<whatif::HazardTables const> hazard;
  std::shared_ptr<whatif::PortTable const> port;
  std::shared_ptr<whatif::SunTable const> sun;
  std::shared_ptr<whatif::TrafficTable const> traffic;      // where traffic is asked for
  std::shared_ptr<whatif::FloodTable const> flood;          // where flood is
  std::shared_ptr<whatif::FloodTerrain const> flood_ground; //
};

/// The error names file, line, field and remedy.
Result<EngineTables> read_tables(WhatifOptions const& options);

/// What a question about one scenario starts from.
struct Asked {
  plan::Layout base;
  NamedLayout named;
  EngineTables tables;
};
Result<Asked> read_asked(WhatifOptions const& options, std::string const& scenario);

/// The morning's peak hour of a layout, from nothing, to the gap of engine `traffic`.
Result<whatif::PeakHour> solve_peak(plan::Layout const& layout, EngineTables const& tables, unsigned threads);

} // namespace dalian::app
