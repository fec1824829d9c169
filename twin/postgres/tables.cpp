#include "twin/postgres/tables.hpp"

#include "twin/postgres/writer_lease.hpp"

#include <array>
#include <fmt/format.h>

namespace dalian::postgres {
namespace {

constexpr int kSchema = 1;
constexpr std::int64_t kOldestServer = 150000;
constexpr std::int64_t kMakingLock = 0x44544857; // of pg_advisory_xact_lock: two twins that start at once

// seq comes first in the key: the log is read in its order, through the partitions of all days. BRIN on t1 costs a few
// bytes per megabyte and finds the pages of an instant. The blobs are bytes of protobuf: lz4 halves them for little.
constexpr std::array kTables{
    "CREATE TABLE IF NOT EXISTS history(schema int NOT NULL)",
    "CREATE TABLE IF NOT EXISTS chunk(seq bigint NOT NULL, day int NOT NULL, t0 bigint NOT NULL, t1 bigint NOT NULL,"
    " kind smallint NOT NULL, source text NOT NULL, epoch bigint NOT NULL, first_seq bigint NOT NULL, n bigint NOT "
    "NULL,"
    " crc bigint NOT NULL, blob bytea COMPRESSION lz4 NOT NULL, PRIMARY KEY(seq, day)) PARTITION BY RANGE(day)",
    "CREATE INDEX IF NOT EXISTS chunk_t1 ON chunk USING brin(t1) WITH (pages_per_range = 32)",
    "CREATE TABLE IF NOT EXISTS keyframe(after bigint NOT NULL, part int NOT NULL, parts int NOT NULL,"
    " day int NOT NULL, t bigint NOT NULL, state_hash bigint NOT NULL, crc bigint NOT NULL, blob bytea NOT NULL,"
    " PRIMARY KEY(after, part, day)) PARTITION BY RANGE(day)",
    "ALTER TABLE keyframe ALTER blob SET STORAGE EXTERNAL", // zstd already
    "CREATE TABLE IF NOT EXISTS writer(one int PRIMARY KEY DEFAULT 1 CHECK(one = 1), term bigint NOT NULL,"
    " holder text NOT NULL, until timestamptz NOT NULL)",
    "INSERT INTO writer VALUES(1, 0, '', '-infinity') ON CONFLICT DO NOTHING",
    "INSERT INTO history SELECT 1 WHERE NOT EXISTS (SELECT FROM history)",
};

Status make_all(Session& session) {
  if (auto const locked = session.run("SELECT pg_advisory_xact_lock($1)", Values().number(kMakingLock)); !locked)
    return Error{locked.error()};
  for (char const* const sql : kTables)
    if (auto const made = session.run(sql); !made) return Error{made.error()};
  return {};
}

} // namespace

Status make_tables(Session& session) {
  auto const server = session.run("SELECT current_setting('server_version_num')::int");
  if (!server) return Error{server.error()};
  if (server->number(0, 0) < kOldestServer)
    return Error{fmt::format("PostgreSQL {} is too old; 15 or newer is needed", server->number(0, 0) / 10000)};
  auto const there = session.run("SELECT to_regclass('history') IS NOT NULL AND to_regclass('writer') IS NOT NULL");
  if (!there) return Error{there.error()};
  if (there->number(0, 0) == 0) {
    if (auto const begun = session.run("BEGIN"); !begun) return Error{begun.error()};
    auto const made = make_all(session);
    if (auto const ended = session.run(made ? "COMMIT" : "ROLLBACK"); made && !ended) return Error{ended.error()};
    if (!made) return made;
  }
  auto const schema = session.run("SELECT schema FROM history");
  if (!schema) return Error{schema.error()};
  if (schema->count() == 1 && schema->number(0, 0) == kSchema) return {};
  return Error{fmt::format("its tables are of version {}, this program knows {}; update the program",
                           schema->count() == 1 ? schema->number(0, 0) : 0, kSchema)};
}

Status make_day(Session& session, std::int64_t day) {
  for (char const* const table : {"chunk", "keyframe"})
    if (auto const made = session.run(fmt::format("CREATE TABLE IF NOT EXISTS {0}_day_{1} PARTITION OF {0}"
                                                  " FOR VALUES FROM ({1}) TO ({2})",
                                                  table, day, day + 1)
                                          .c_str());
        !made)
      return Error{made.error()};
  return {};
}

Status prepare_statements(Session& session) {
  if (auto const renewal = prepare_renewal(session); !renewal) return renewal;
  if (auto const chunk =
          session.prepare(kInsertChunk, "INSERT INTO chunk VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                                        " ON CONFLICT(seq, day) DO UPDATE SET n = excluded.n"
                                        " WHERE chunk.crc = excluded.crc");
      !chunk)
    return chunk;
  return session.prepare(kInsertKeyframe, "INSERT INTO keyframe VALUES($1, $2, $3, $4, $5, $6, $7, $8)"
                                          " ON CONFLICT(after, part, day) DO UPDATE SET parts = excluded.parts,"
                                          " t = excluded.t, state_hash = excluded.state_hash, crc = excluded.crc,"
                                          " blob = excluded.blob");
}

} // namespace dalian::postgres
