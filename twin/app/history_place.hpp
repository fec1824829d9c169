#pragma once
// Where a twin keeps its history: a folder of SQLite files, or a PostgreSQL server named by its address.
#include "twin/app/twin.hpp"
#include "twin/history/history_store.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace dalian::app {

/// True when `history` is no folder but a server.
bool is_server(std::filesystem::path const& history);

/// The folder of what stands beside the history: audit log and alarms. That of the history itself, when it is one.
std::filesystem::path const& beside_history(TwinConfig const& config);

/// `history` for people: never a password.
std::string shown_history(std::filesystem::path const& history);

/// For writing. With config.stand_by it waits until the writer of the server is gone.
Result<std::unique_ptr<history::HistoryStore>> open_history(TwinConfig const& config);

/// For looking back, also beside a twin.
std::unique_ptr<history::HistoryReader> open_history_reader(std::filesystem::path const& history);

} // namespace dalian::app
