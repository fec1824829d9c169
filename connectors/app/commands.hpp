#pragma once
// The commands of twinfeed. Each lives in a file of its own and adds itself to the command line; what it returns is run
// when the user chose it and gives the exit status: 0 done, 1 failed, 2 wrong usage.
#include <functional>

#include <CLI/CLI.hpp>

namespace dalian::connectors {

struct Command {
  CLI::App* app = nullptr;
  std::function<int()> run;
};

Command add_ais_command(CLI::App& program);     // ais_command.cpp
Command add_all_command(CLI::App& program);     // all_command.cpp
Command add_gtfs_command(CLI::App& program);    // gtfs_command.cpp
Command add_modbus_command(CLI::App& program);  // modbus_command.cpp
Command add_mqtt_command(CLI::App& program);    // mqtt_command.cpp
Command add_ngsi_command(CLI::App& program);    // ngsi_command.cpp
Command add_record_command(CLI::App& program);  // record_command.cpp
Command add_replay_command(CLI::App& program);  // replay_command.cpp
Command add_sumo_command(CLI::App& program);    // sumo_command.cpp
Command add_synth_command(CLI::App& program);   // synth_command.cpp
Command add_v2x_command(CLI::App& program);     // v2x_command.cpp
Command add_weather_command(CLI::App& program); // weather_command.cpp

} // namespace dalian::connectors
