// twinctl history: what a history folder holds, whether it is whole, out of it, and locks around incidents.
#include "twin/app/commands.hpp"
#include "twin/app/history_commands.hpp"
#include "twin/app/history_place.hpp"
#include "twin/export/exporter.hpp"
#include "twin/history/incidents.hpp"
#include "twin/history/inspection.hpp"
#include "twin/postgres/inspection.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <system_error>

namespace dalian::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kAbout[] =
    R"(Works on a history (twind --history), a folder or a PostgreSQL server, also while a twin writes there.

Examples:
  twinctl history list --history ~/twin-history
  twinctl history verify --history ~/twin-history --replay
  twinctl history export --history ~/twin-history --format gpx --entity mmsi:412345678 \
    --from 2026-09-26T08:00:00+08:00 --to 2026-09-26T09:00:00+08:00 --out ship.gpx
  twinctl history move ~/twin-history postgresql://twin@db1,db2/city
  twinctl history join --into postgresql://dba@db0/city north=postgresql://twin@db1/north south=postgresql://twin@db2/south
  twinctl history lock --history ~/twin-history --at 2026-09-26T00:40:00Z --reason "near miss" --who "harbour office"
  twinctl history unlock 1 --history ~/twin-history --who "harbour office"
  twinctl history trim --history postgresql://twin@db1,db2/city --config /etc/dalian-twin/twind.toml)";

Json json_of(history::DayOverview const& day) {
  Json groups = Json::object();
  for (auto const& g : day.groups)
    groups[g.name] = {{"rows", g.rows}, {"observations", g.observations}, {"bytes", g.bytes}};
  return {{"file", day.file.filename().string()},
          {"file_bytes", day.file_bytes},
          {"first", day.groups.empty() ? Json() : Json(format_utc(day.first, 3))},
          {"last", day.groups.empty() ? Json() : Json(format_utc(day.last, 3))},
          {"rows", std::move(groups)},
          {"keyframes", day.keyframes},
          {"keyframe_bytes", day.keyframe_bytes},
          {"observations_by_hour_utc", day.by_hour}};
}

Json json_of(history::Incident const& i) {
  return {{"id", i.id},
          {"at", format_utc(i.at, 3)},
          {"from", format_utc(i.locked.from, 3)},
          {"to", format_utc(i.locked.to, 3)},
          {"reason", i.reason},
          {"who", i.who},
          {"made", format_utc(i.made)},
          {"released", i.released ? Json(format_utc(*i.released)) : Json()},
          {"released_by", i.released_by}};
}

void print_day(history::DayOverview const& day) {
  auto const hours = std::count_if(day.by_hour.begin(), day.by_hour.end(), [](auto n) { return n > 0; });
  std::uint64_t observations = 0;
  std::vector<std::string> groups;
  for (auto const& g : day.groups) {
    observations += g.observations;
    double const each = g.observations > 0 ? static_cast<double>(g.bytes) / static_cast<double>(g.observations) : 0;
    groups.push_back(fmt::format("{} {} ({:.1f} B each)", g.name, g.observations, each));
  }
  fmt::print("{:<12} {:>5} {:>13} {:>9.1f} {:>9} {:>9.1f}  {}\n", day.file.stem().string().substr(8), hours,
             observations, static_cast<double>(day.file_bytes) / 1e6, day.keyframes,
             static_cast<double>(day.keyframe_bytes) / 1e6, fmt::join(groups, ", "));
}

void print_locks(std::vector<history::Incident> const& incidents) {
  if (incidents.empty()) return;
  fmt::print("\n{:<4} {:<25} {:<25} {:<20} {}\n", "lock", "from", "to", "who", "reason");
  for (auto const& i : incidents)
    fmt::print("{:<4} {:<25} {:<25} {:<20} {}{}\n", i.id, format_utc(i.locked.from, 3), format_utc(i.locked.to, 3),
               i.who, i.reason,
               i.released ? fmt::format(" (released {} by {})", format_utc(*i.released), i.released_by) : "");
}

void add_place(CLI::App& command, HistoryOptions& options) {
  command.add_option("--history", options.folder, "the folder, or postgresql://…")->required();
  command.add_flag("--json", options.json, "machine-readable: docs/history.md");
}

/// For commands that make nothing.
void add_existing_place(CLI::App& command, HistoryOptions& options) {
  add_place(command, options);
  command.get_option("--history")->check([](std::string const& place) {
    std::error_code ignored;
    return is_server(place) || std::filesystem::is_directory(place, ignored) ? "" : "no such folder: " + place;
  });
}

CLI::App* add_move(CLI::App& history, HistoryOptions& o) {
  auto* const command =
      history.add_subcommand("move", "copy a history from SQLite to PostgreSQL or back, and compare the two");
  command->add_option("from", o.folder, "folder or postgresql://…; stays as it is")->required();
  command->add_option("to", o.to_place, "folder or postgresql://…; must be empty")->required();
  command->add_flag("--json", o.json, "machine-readable: docs/history.md");
  return command;
}

CLI::App* add_join(CLI::App& history, HistoryOptions& o) {
  auto* const command = history.add_subcommand(
      "join", "in PostgreSQL: the histories of several twins as views of one database (docs/operations.md)");
  command->add_option("zones", o.zones, "NAME=postgresql://…, one for each twin's history")->required();
  command->add_option("--into", o.to_place, "postgresql://…, the database that is to show all of them");
  command->add_flag("--print", o.print, "say the statements, without passwords, and run nothing");
  command->add_flag("--json", o.json, "machine-readable: docs/history.md");
  return command;
}

CLI::App* add_export(CLI::App& history, HistoryOptions& o) {
  auto* const command = history.add_subcommand("export", "observations as CSV, GeoJSON, GPX or MCAP");
  add_place(*command, o);
  std::vector<std::string> names;
  for (auto const& format : exports::formats())
    names.emplace_back(format.name);
  command->add_option("--format", o.format, "csv, geojson, gpx or mcap")
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  command->add_option("--from", o.from, "twin time, ISO 8601 with Z or an offset (default: the beginning)");
  command->add_option("--to", o.to, "twin time, included (default: the end)");
  command->add_option("--entity", o.entities, "id, or a beginning with * at its end; may be given several times");
  command->add_option("--kind", o.kinds, "vessel, road_vehicle …; may be given several times");
  command->add_option("--out", o.out, "file; - is standard output")->capture_default_str();
  return command;
}

CLI::App* add_trim(CLI::App& history, HistoryOptions& o) {
  auto* const command = history.add_subcommand(
      "trim",
      "in PostgreSQL: drop the days older than raw_days that no lock touches; a twin does so in its own folder");
  add_existing_place(*command, o);
  command->add_option("--config", o.config, "twind's, for raw_days of [retention]; else the default")
      ->check(CLI::ExistingFile);
  return command;
}

CLI::App* add_lock(CLI::App& history, HistoryOptions& o) {
  auto* const command = history.add_subcommand("lock", "keep what lies 90 s before to 60 s after an instant as it is");
  add_existing_place(*command, o);
  command->add_option("--at", o.at, "the instant, ISO 8601")->required();
  command->add_option("--reason", o.reason, "why")->required();
  command->add_option("--who", o.who, "whose decision it is")->required();
  return command;
}

CLI::App* add_unlock(CLI::App& history, HistoryOptions& o) {
  auto* const command = history.add_subcommand("unlock", "release a lock; it stays in the list");
  command->add_option("id", o.id, "number of the lock, see list")->required();
  add_existing_place(*command, o);
  command->add_option("--who", o.who, "whose decision it is")->required();
  return command;
}

} // namespace

Progress::~Progress() {
  if (told_) fmt::print(stderr, "\n");
}

void Progress::tell(std::string const& how_far) {
  if (Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::seconds(1);
  told_ = true;
  fmt::print(stderr, "\r{}: {}   ", what_, how_far);
  std::fflush(stderr);
}

int list_history(HistoryOptions const& options) {
  bool const server = is_server(options.folder);
  auto const days = server ? postgres::overview(options.folder) : history::overview(options.folder);
  if (!days) return fail(days.error());
  auto const incidents = server ? postgres::read_incidents(options.folder) : history::read_incidents(options.folder);
  if (!incidents) return fail(incidents.error());
  if (options.json) {
    Json list{{"schema", 1}, {"days", Json::array()}, {"locks", Json::array()}};
    for (auto const& day : *days)
      list["days"].push_back(json_of(day));
    for (auto const& i : *incidents)
      list["locks"].push_back(json_of(i));
    fmt::print("{}\n", list.dump(2));
    return 0;
  }
  fmt::print("{:<12} {:>5} {:>13} {:>9} {:>9} {:>9}  {}\n", "day (UTC)", "hours", "observations", "file MB",
             "keyframes", "MB", "of the observations");
  for (auto const& day : *days)
    print_day(day);
  print_locks(*incidents);
  return 0;
}

int lock_history(HistoryOptions const& options) {
  auto const at = parse_utc(options.at);
  if (!at) return fail("--at: " + at.error());
  auto const now = SystemClock().now();
  auto const lock = is_server(options.folder)
                        ? postgres::lock_incident(options.folder, {*at, options.reason, options.who}, now)
                        : history::lock_incident(options.folder, *at, options.reason, options.who, now);
  if (!lock) return fail(lock.error());
  if (options.json)
    fmt::print("{}\n", json_of(*lock).dump(2));
  else
    fmt::print("lock {}: {} to {} stays as it is\n", lock->id, format_utc(lock->locked.from, 3),
               format_utc(lock->locked.to, 3));
  return 0;
}

int unlock_history(HistoryOptions const& options) {
  auto const now = SystemClock().now();
  auto const done = is_server(options.folder) ? postgres::release_incident(options.folder, options.id, options.who, now)
                                              : history::release_incident(options.folder, options.id, options.who, now);
  return done ? 0 : fail(done.error());
}

int trim_history(HistoryOptions const& options) {
  if (!is_server(options.folder))
    return fail("a folder is trimmed by the twin that writes there, by its [retention]; trim is for postgresql://…");
  history::RetentionPolicy policy;
  if (!options.config.empty()) {
    auto const read = history::read_retention(options.config);
    if (!read) return fail(read.error());
    policy = *read;
  }
  auto const dropped = postgres::drop_old_days(options.folder, policy, SystemClock().now());
  if (!dropped) return fail(dropped.error());
  if (options.json)
    fmt::print("{}\n", Json{{"schema", 1}, {"dropped", *dropped}}.dump(2));
  else
    fmt::print("{} days dropped{}{}\n", dropped->size(), dropped->empty() ? "" : ": ", fmt::join(*dropped, ", "));
  return 0;
}

Command history_command(CLI::App& twinctl) {
  auto const options = std::make_shared<HistoryOptions>();
  auto* const entry = twinctl.add_subcommand("history", "list, verify, export and lock what was recorded");
  entry->footer(kAbout);
  entry->require_subcommand(1);
  std::vector<std::pair<CLI::App*, int (*)(HistoryOptions const&)>> commands;
  auto* const list = entry->add_subcommand("list", "days, observations, bytes, tiers and locks");
  add_existing_place(*list, *options);
  auto* const verify = entry->add_subcommand("verify", "read every row: checksums, missing numbers, keyframes");
  add_existing_place(*verify, *options);
  verify->add_flag("--replay", options->replay, "also fuse from keyframe to keyframe and compare the states");
  verify->add_option("--fusion", options->fusion, "with --replay: the file of figures that twind ran with")
      ->check(CLI::ExistingFile);
  verify->add_option("--city", options->city, "with --replay: the city that twind ran with, as it was told there");
  commands = {{list, list_history},
              {verify, verify_history},
              {add_export(*entry, *options), export_history},
              {add_move(*entry, *options), move_history},
              {add_join(*entry, *options), join_histories},
              {add_trim(*entry, *options), trim_history},
              {add_lock(*entry, *options), lock_history},
              {add_unlock(*entry, *options), unlock_history}};
  return {entry, [options, commands] {
            for (auto const& [command, run] : commands)
              if (command->parsed()) return run(*options);
            return 2;
          }};
}

} // namespace dalian::app
