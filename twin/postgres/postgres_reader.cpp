#include "twin/postgres/postgres_reader.hpp"

#include "twin/postgres/rows.hpp"

#include <fmt/format.h>

namespace dalian::postgres {
namespace {

using history::Record;

constexpr int kAtOnce = 64; // chunks: at most 4 MiB

} // namespace

Result<history::ReplayResult> PostgresReader::replay_from(Session& session, Start start,
                                                          std::function<bool(Record&&)> const& visit) const {
  auto const sql = fmt::format("SELECT {} FROM chunk WHERE seq > $1 AND t1 >= $2 AND day >= $3::int"
                               " ORDER BY seq LIMIT $4::int",
                               kChunkColumns);
  auto const first_day = std::chrono::floor<std::chrono::days>(start.from).time_since_epoch().count();
  history::ReplayResult result;
  for (;;) {
    auto const rows = session.run(
        sql.c_str(), Values().number(start.after).number(to_unix_ns(start.from)).number(first_day).number(kAtOnce));
    if (!rows) return Error{rows.error()};
    for (int row = 0; row < rows->count(); ++row) {
      start.after = rows->number(row, 0);
      auto const chunk = chunk_in(*rows, row);
      history::Unpacked done{.whole = false};
      if (chunk)
        done = unpack(*chunk, [&](Record&& r) {
          if (r.t_twin < start.from) return true;
          ++result.records;
          return visit(std::move(r));
        });
      result.damaged_chunks += done.whole ? 0 : 1;
      if (done.stopped) return result;
    }
    if (rows->count() < kAtOnce) return result;
  }
}

Result<history::ReplayResult> PostgresReader::replay(Instant from, std::function<bool(Record&&)> const& visit) const {
  auto session = Session::open(url_, role_);
  if (!session) return Error{session.error()};
  return replay_from(*session, {0, from}, visit);
}

Result<history::ReplayResult> PostgresReader::replay_after(std::int64_t after,
                                                           std::function<bool(Record&&)> const& visit) const {
  auto session = Session::open(url_, role_);
  if (!session) return Error{session.error()};
  return replay_from(*session, {after, Instant::min()}, visit);
}

Result<history::KeyframeSought> PostgresReader::latest_keyframe(Instant at_or_before) const {
  auto session = Session::open(url_, role_);
  if (!session) return Error{session.error()};
  history::KeyframeSought sought;
  auto const found = session->run("SELECT after FROM keyframe WHERE part = 0 AND t <= $1 ORDER BY after DESC",
                                  Values().number(to_unix_ns(at_or_before)));
  if (!found) return Error{found.error()};
  for (int row = 0; row < found->count() && !sought.keyframe; ++row) {
    sought.keyframe = read_keyframe(*session, found->number(row, 0));
    sought.skipped += sought.keyframe ? 0 : 1;
  }
  return sought;
}

Result<history::HistoryRange> PostgresReader::range() const {
  auto session = Session::open(url_, role_);
  if (!session) return Error{session.error()};
  auto const ends = session->run("SELECT (SELECT t0 FROM chunk ORDER BY seq LIMIT 1),"
                                 " (SELECT t1 FROM chunk ORDER BY seq DESC LIMIT 1)");
  if (!ends) return Error{ends.error()};
  if (ends->is_null(0, 0)) return history::HistoryRange{};
  return history::HistoryRange{false, from_unix_ns(ends->number(0, 0)), from_unix_ns(ends->number(0, 1))};
}

} // namespace dalian::postgres
