// twinctl doctor: is this machine fit for the twin, and what to do where it is not.
#include "twin/app/commands.hpp"
#include "twin/app/doctor_ports.hpp"
#include "twin/app/history_place.hpp"
#include "twin/app/mirror.hpp"
#include "twin/base/paths.hpp"
#include "twin/base/version.hpp"
#include "twin/doctor/clock.hpp"
#include "twin/doctor/drivers.hpp"
#include "twin/doctor/folders.hpp"
#include "twin/doctor/fonts.hpp"
#include "twin/doctor/key_check.hpp"
#include "twin/doctor/versions.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using doctor::Finding;
using doctor::Verdict;

constexpr char kAbout[] = R"(
Looks at: settings, versions, libraries, limits, folders, disk, clock, keys, ports, assets; and where twinview stands
beside twinctl (or with --screen yes) drivers and fonts. Run it as the user that twind runs as, with its settings:
  twinctl doctor --config /etc/dalian-twin/twind.toml
Exit status 0 when all that matters works, warnings or not; else 1.)";

struct Options {
  std::string config, history, keys, fonts, screen = "auto", key, server_key;
  bool json = false;
};

std::filesystem::path own_folder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

/// The settings that twind would start with, and what is wrong with them.
Finding read_all(Options const& options, Settings& settings, history::RetentionPolicy& policy) {
  settings = default_settings();
  auto const good = [&](std::string found) { return Finding{"settings", Verdict::good, std::move(found)}; };
  auto const bad = [](std::string const& why) {
    return Finding{"settings", Verdict::failed, why, "mend that line; twind --help lists all settings"};
  };
  if (!options.config.empty()) {
    if (auto const read = read_settings(options.config, settings); !read) return bad(read.error());
    auto const retention = history::read_retention(options.config);
    if (!retention) return bad(retention.error());
    policy = *retention;
  }
  if (!options.history.empty()) settings.history = options.history;
  if (!options.keys.empty()) settings.keys = options.keys;
  return good(options.config.empty() ? "those built in" : options.config);
}

/// Does a twin answer there? Any answer, also a refusal, comes from one.
bool answers(Settings const& settings, Options const& options) {
  std::optional<security::KeyFile> key;
  if (!options.key.empty())
    if (auto read = security::read_client_key(options.key, options.server_key)) key = std::move(read).value();
  wire::Request request;
  request.mutable_status();
  zmq::context_t context(1);
  auto const address = reachable(settings.requests, settings.requests);
  return ask_twin(context, address, request, std::chrono::milliseconds(500), key ? &*key : nullptr).ok();
}

Finding look_at_assets() {
  auto const folder = assets_dir();
  if (folder) return {"assets", Verdict::good, folder->string()};
  return {"assets", Verdict::warning, folder.error(),
          "without them twind has no map, no default alarms and twinview no city: make them where twin was built, or "
          "set DALIAN_ASSETS"};
}

void look_at_history(Settings const& settings, history::RetentionPolicy const& policy, std::vector<Finding>& out) {
  auto clock = doctor::read_clock();
  if (settings.history.empty()) {
    out.push_back({"folders", Verdict::warning, "no history is named: nothing that comes in is kept",
                   "name a folder: --history, or history = in the configuration file"});
  } else if (is_server(settings.history) && settings.state.empty()) {
    out.push_back({"folders", Verdict::failed, "a history in PostgreSQL, and no folder for what stands beside it",
                   "name one: state = in the configuration file"});
  } else {
    std::filesystem::path const folder = is_server(settings.history) ? settings.state : settings.history;
    out.push_back(doctor::look_at_rights(folder));
    out.push_back(doctor::judge_disk(folder, doctor::read_disk(folder), policy));
    if (std::error_code ignored; is_server(settings.history) || std::filesystem::is_directory(folder, ignored))
      if (auto const range = open_history_reader(settings.history)->range(); range && !range->empty)
        clock.recorded = range->last;
  }
  out.push_back(doctor::judge_clock(clock));
}

std::vector<Finding> look(Options const& options) {
  Settings settings;
  history::RetentionPolicy policy;
  std::vector<Finding> all{read_all(options, settings, policy), doctor::look_at_programs(own_folder(), version()),
                           doctor::look_at_libraries(), doctor::look_at_limits()};
  look_at_history(settings, policy, all);
  all.push_back(doctor::look_at_keys(settings.keys));
  all.push_back(look_at_ports(settings, answers(settings, options)));
  all.push_back(look_at_assets());
  std::error_code ignored;
  bool const viewer = std::filesystem::exists(own_folder() / "twinview", ignored);
  if (options.screen == "yes" || (options.screen == "auto" && viewer)) {
    all.push_back(doctor::look_at_drivers());
    all.push_back(doctor::look_at_fonts(options.fonts));
  }
  return all;
}

void print(std::vector<Finding> const& findings, bool json) {
  if (json) {
    nlohmann::ordered_json out{{"schema", 1}, {"ok", doctor::all_work(findings)}, {"checks", nlohmann::json::array()}};
    for (auto const& f : findings)
      out["checks"].push_back(nlohmann::ordered_json{
          {"check", f.check}, {"verdict", doctor::to_string(f.verdict)}, {"found", f.found}, {"remedy", f.remedy}});
    fmt::print("{}\n", out.dump(2));
    return;
  }
  for (auto const& f : findings) {
    fmt::print("{:<8} {:<10} {}\n", doctor::to_string(f.verdict), f.check, f.found);
    if (!f.remedy.empty()) fmt::print("{:<19} remedy: {}\n", "", f.remedy);
  }
}

} // namespace

Command doctor_command(CLI::App& twinctl) {
  auto const options = std::make_shared<Options>();
  auto* const entry = twinctl.add_subcommand("doctor", "is this machine fit for the twin, and what to do where not");
  entry->footer(kAbout);
  entry->add_option("--config", options->config, "the file that twind runs with")->check(CLI::ExistingFile);
  entry->add_option("--history", options->history, "the twin's history, over that of the file");
  entry->add_option("--keys", options->keys, "the twin's folder of keys, over that of the file");
  entry->add_option("--screen", options->screen, "look at drivers and fonts: yes, no, or auto: where twinview is")
      ->check(CLI::IsMember({"auto", "yes", "no"}))
      ->capture_default_str();
  entry->add_option("--fonts", options->fonts, "folder of fonts, as of twinview (default: those of the system)");
  entry->add_option("--key", options->key, "of a viewer, to see whether a twin with keys runs here");
  entry->add_option("--server-key", options->server_key, "the twin's server.pub; else the key file says it");
  entry->add_flag("--json", options->json, "machine-readable: schema, ok, checks[] with check, verdict, found, remedy");
  return {entry, [options] {
            auto const findings = look(*options);
            print(findings, options->json);
            return doctor::all_work(findings) ? 0 : 1;
          }};
}

} // namespace dalian::app
