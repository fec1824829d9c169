#pragma once
// The subcommands of twinctl, one file each: a function enters the options and says what to do when it was chosen.
#include "twin/base/time.hpp"
#include "twin/state/snapshot.hpp"
#include "twin/wire/wire.pb.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace dalian::app {

struct Command {
  CLI::App* entry = nullptr; // entry->parsed(): this one was chosen
  std::function<int()> run;  // exit status
};

// Each enters its command into `twinctl`.
Command status_command(CLI::App& twinctl);
Command tracks_command(CLI::App& twinctl);
Command alarms_command(CLI::App& twinctl);
Command keys_command(CLI::App& twinctl);
Command audit_command(CLI::App& twinctl);
Command fuse_command(CLI::App& twinctl);
Command score_command(CLI::App& twinctl);
Command history_command(CLI::App& twinctl);
Command ngsi_command(CLI::App& twinctl);
Command solve_command(CLI::App& twinctl);
Command solve_hazard_command(CLI::App& solve); // of `twinctl solve`
Command solve_port_command(CLI::App& solve);   // of `twinctl solve`
Command solve_power_command(CLI::App& solve);  // of `twinctl solve`
Command solve_water_command(CLI::App& solve);  // of `twinctl solve`
Command export_command(CLI::App& twinctl);
Command export_city_command(CLI::App& exporting); // of `twinctl export`
Command import_command(CLI::App& twinctl);
Command whatif_command(CLI::App& twinctl);
Command doctor_command(CLI::App& twinctl);

/// Where a command finds the twin, and how it prints.
struct TwinOptions {
  std::string connect;
  std::string key, server_key; // files; empty = none
  double timeout_s = 3;
  bool json = false;
  std::chrono::milliseconds timeout() const {
    return std::chrono::milliseconds(static_cast<std::int64_t>(timeout_s * 1000));
  }
};
void add_twin_options(CLI::App& command, TwinOptions& options);

/// Prints "twinctl: MESSAGE" and returns 1.
int fail(std::string const& message);

/// Entity, kind, provenance, age and name of every track, for people.
void print_track_table(state::Snapshot const& snapshot, Instant now);

/// Asks the twin once: all parts of the answer, or 1 said by fail(). A reply that is an error is one.
bool ask(TwinOptions const& options, wire::Request const& request, std::vector<wire::Reply>& replies);

/// A look into the past of a twin that is open as long as the object lives.
class Past {
 public:
  explicit Past(TwinOptions const& twin) : twin_(twin), there_(twin) {}
  ~Past();
  Past(Past const&) = delete;
  Past& operator=(Past const&) = delete;

  /// Shows the instant `at`, ISO 8601. False when it cannot, which has been said.
  bool open(std::string const& at);
  /// Where that is asked for.
  TwinOptions const& there() const { return there_; }

 private:
  TwinOptions const& twin_;
  TwinOptions there_;
  std::uint32_t session_ = 0;
};

} // namespace dalian::app
