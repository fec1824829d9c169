// twinctl: questions and commands to a running twin, and work on its files, from a shell.
#include "twin/app/backup_commands.hpp"
#include "twin/app/commands.hpp"
#include "twin/base/option_table.hpp"
#include "twin/base/usage.hpp"
#include "twin/base/version.hpp"

namespace {

using namespace dalian;

constexpr char kAbout[] = R"(Questions and commands to a running twin (twind), and work on its files, from a shell.

Examples:
  twinctl status                 feeds, rejects, tracks, history at a glance
  twinctl status --json | jq .tracks.by_kind
  twinctl tracks --json | jq '.tracks[0]'
  twinctl tracks --at 2026-11-26T08:00:00Z         where everything was at that instant
  twinctl history list --history ~/twin-history
  twinctl alarms                 what is wrong in the city; alarms ack 17, alarms shelve 17 --for 30m
  twinctl doctor                 is this machine fit for it; what to do where not
  twinctl whatif compare base campus.json          what a changed layout would do
  twinctl fuse day.jsonl --every 10 > tracks.jsonl
  twinctl score tracks.jsonl truth.jsonl
  twinctl solve traffic SiouxFalls_net.tntp SiouxFalls_trips.tntp --gap 1e-10)";

int run(std::vector<app::Command> const& commands) {
  for (auto const& command : commands)
    if (command.entry->parsed()) return command.run();
  return 2; // CLI11 has refused a call without a command
}

} // namespace

int main(int argc, char** argv) {
  CLI::App cli(kAbout, "twinctl");
  cli.set_version_flag("--version", version_line("twinctl"));
  add_option_table(cli);
  add_usage_message(cli);
  cli.require_subcommand(1);
  std::vector<app::Command> const commands{
      app::status_command(cli), app::tracks_command(cli), app::alarms_command(cli), app::keys_command(cli),
      app::audit_command(cli),  app::fuse_command(cli),   app::score_command(cli),  app::history_command(cli),
      app::ngsi_command(cli),   app::solve_command(cli),  app::export_command(cli), app::whatif_command(cli),
      app::doctor_command(cli), app::import_command(cli), app::backup_command(cli), app::restore_command(cli),
  };
  try {
    cli.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return cli.exit(e) == 0 ? 0 : 2;
  }
  try {
    return run(commands);
  } catch (std::exception const& e) {
    return app::fail(e.what());
  }
}
