#include "twin/app/history_place.hpp"

#include "twin/history/folder_reader.hpp"
#include "twin/history/sqlite_history.hpp"
#include "twin/postgres/postgres_history.hpp"

#include <thread>

namespace dalian::app {
namespace {

constexpr auto kRetry = std::chrono::milliseconds(200);

/// Until this twin may write, or nobody wants it to any more. Whatever is wrong may be mended meanwhile.
Result<std::unique_ptr<history::HistoryStore>> stand_by(TwinConfig const& config,
                                                        postgres::PostgresHistoryConfig server) {
  server.lease.wait = std::chrono::milliseconds(500);
  server.lease.give_up = [&] { return !config.stand_by(); };
  std::string said;
  for (;;) {
    auto opened = postgres::open_postgres_history(server);
    if (opened || !config.stand_by()) return opened;
    if (config.note && opened.error() != said) config.note("standing by: " + opened.error());
    said = opened.error();
    std::this_thread::sleep_for(kRetry);
  }
}

} // namespace

bool is_server(std::filesystem::path const& history) {
  return postgres::is_url(history.string());
}

std::filesystem::path const& beside_history(TwinConfig const& config) {
  return is_server(config.history) ? config.state : config.history;
}

std::string shown_history(std::filesystem::path const& history) {
  return is_server(history) ? postgres::shown(history.string()) : history.string();
}

Result<std::unique_ptr<history::HistoryStore>> open_history(TwinConfig const& config) {
  if (!is_server(config.history)) {
    if (config.stand_by) return Error{"--standby needs a history that two twins can reach: --history postgresql://…"};
    return history::open_sqlite_history(
        {.folder = config.history, .stop_below_bytes = config.retention.stop_below_bytes});
  }
  if (config.state.empty())
    return Error{"--history postgresql://… needs --state FOLDER beside it, for the audit log and the alarms"};
  postgres::PostgresHistoryConfig const server{.url = config.history.string()};
  return config.stand_by ? stand_by(config, server) : postgres::open_postgres_history(server);
}

std::unique_ptr<history::HistoryReader> open_history_reader(std::filesystem::path const& history) {
  if (is_server(history)) return postgres::open_postgres_reader(history.string());
  return std::make_unique<history::FolderReader>(history);
}

} // namespace dalian::app
