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

Command add_ais_command(CLI::App& program);   // ais_command.cpp
Command add_synth_command(CLI::App& program); // synth_command.cpp

} // namespace dalian::connectors
