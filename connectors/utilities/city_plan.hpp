#pragma once
// utilities.toml: the figures of all synthetic systems, each with its source or named as a parameter with its range.
#include "connectors/utilities/air.hpp"
#include "connectors/utilities/hydrogen.hpp"
#include "connectors/utilities/meter_faults.hpp"
#include "connectors/utilities/people.hpp"
#include "connectors/utilities/port.hpp"
#include "connectors/utilities/sea.hpp"
#include "connectors/utilities/storage.hpp"
#include "connectors/utilities/wind_farm.hpp"

namespace dalian::utilities {

struct CityPlan {
  Climate climate;
  MeterPlan meters;
  FaultPlan faults;
  WindPlan wind;
  PortPlan port;
  std::vector<BatteryPlan> batteries;
  std::vector<RoofPlan> roofs;
  HydrogenPlan hydrogen;
  SeaPlan sea;
  std::vector<AirStation> air;
  PeoplePlan people;
};

/// The error names file, line, field and remedy.
Result<CityPlan> read_city_plan(std::filesystem::path const& file);

} // namespace dalian::utilities
