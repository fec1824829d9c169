#pragma once
// The project's own fleet plan, as the tests of this folder use it.
#include "connectors/synth/fleet_plan.hpp"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace dalian::synth {

inline std::filesystem::path source_dir() {
  auto const* dir = std::getenv("DALIAN_SOURCE");
  return dir != nullptr ? dir : ".";
}

inline FleetPlan const& project_plan() {
  static FleetPlan const plan = [] {
    auto read = read_fleet_plan(source_dir() / "assets/config/synth.toml");
    EXPECT_TRUE(read) << read.error();
    return read ? std::move(read).value() : FleetPlan{};
  }();
  return plan;
}

} // namespace dalian::synth
