#pragma once
// HistoryStore on PostgreSQL 15 or newer: rows are the chunks of the SQLite store, a partition for each UTC day of twin
// time. A commit returns when the server, and the stand-bys it waits for (synchronous_standby_names), have it on disk.
#include "twin/history/history_store.hpp"
#include "twin/postgres/writer_lease.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace dalian::postgres {

struct PostgresHistoryConfig {
  std::string url; // libpq's: postgresql://user@host1,host2/database
  std::size_t max_waiting_bytes = std::size_t{256} << 20;
  LeaseRequest lease{};
};

/// Makes the tables when they are missing and takes the lease. Fails with one clear sentence when the server cannot be
/// reached, is too old, holds tables of a newer version, or another twin writes there.
Result<std::unique_ptr<history::HistoryStore>> open_postgres_history(PostgresHistoryConfig const& config);

/// For looking back without a twin: from a stand-by of the servers, when the address names one.
std::unique_ptr<history::HistoryReader> open_postgres_reader(std::string const& url);

} // namespace dalian::postgres
