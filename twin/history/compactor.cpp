#include "twin/history/compactor.hpp"

#include <algorithm>
#include <sqlite3.h>

namespace dalian::history {
namespace {

std::int64_t number(sqlite3* db, char const* sql, std::int64_t a = 0, std::int64_t b = 0) {
  Statement const row = prepare(db, sql);
  if (!row) return 0;
  sqlite3_bind_int64(row.get(), 1, a);
  sqlite3_bind_int64(row.get(), 2, b);
  return sqlite3_step(row.get()) == SQLITE_ROW ? sqlite3_column_int64(row.get(), 0) : 0;
}

struct Run {
  std::vector<Chunk> chunks; // one after the other, whole
  bool full = false;         // it ends because there are enough of them, or at a gap: not because more is to come
};

/// The first chunks of the file that follow each other and end before `closed`.
Run first_run(sqlite3* db, Instant closed, std::uint64_t most) {
  Run run;
  std::uint64_t n = 0;
  std::int64_t const first = number(db, "SELECT ifnull((SELECT max(last) FROM block), 0) + 1"),
                     last = number(db, "SELECT max(seq) FROM chunk");
  RowScan rows(db,
               "SELECT seq, t0, t1, kind, source, epoch, first_seq, n, crc, blob FROM chunk "
               "WHERE seq BETWEEN ?1 AND ?2 AND t1 >= ?3 ORDER BY seq",
               first, last, Instant::min());
  while (sqlite3_stmt* const row = rows.next()) {
    auto chunk = chunk_in(row);
    bool const follows = run.chunks.empty() || (chunk && chunk->seq == run.chunks.back().seq + 1);
    run.full = !run.chunks.empty() && (!follows || n + chunk->n > most);
    if (run.full || (chunk && chunk->t1 >= closed)) break;
    if (!chunk || !block_of({&*chunk, 1})) continue; // spoiled, before anything good
    n += chunk->n;
    run.chunks.push_back(std::move(*chunk));
  }
  return run;
}

std::vector<std::int64_t> keyframes_between(sqlite3* db, std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> found;
  Statement const rows = prepare(db, "SELECT DISTINCT after FROM keyframe WHERE after BETWEEN ? AND ? ORDER BY after");
  if (!rows) return found;
  sqlite3_bind_int64(rows.get(), 1, first);
  sqlite3_bind_int64(rows.get(), 2, last);
  while (sqlite3_step(rows.get()) == SQLITE_ROW)
    found.push_back(sqlite3_column_int64(rows.get(), 0));
  return found;
}

/// Observations in blocks since the last keyframe that is kept.
std::uint64_t since_keyframe(sqlite3* db, std::int64_t first) {
  std::int64_t const kept = number(db, "SELECT ifnull(max(after), 0) FROM keyframe WHERE after < ?1", first);
  return static_cast<std::uint64_t>(number(db, "SELECT ifnull(sum(n), 0) FROM block WHERE seq > ?1", kept));
}

/// How many chunks of the run make the block: up to the last keyframe that is far enough from the one kept before; to
/// the end when there is none; 0 to wait for more.
std::size_t block_length(sqlite3* db, Run const& run, bool day_over, std::uint64_t most) {
  std::int64_t const first = run.chunks.front().seq;
  auto const keyframes = keyframes_between(db, first, run.chunks.back().seq);
  std::uint64_t n = since_keyframe(db, first);
  std::size_t best = 0;
  for (std::size_t i = 0; i < run.chunks.size(); ++i) {
    n += run.chunks[i].n;
    bool const keyframe = std::binary_search(keyframes.begin(), keyframes.end(), run.chunks[i].seq);
    if (keyframe && n >= most / 2) best = i + 1;
  }
  if (best > 0) return best;
  bool const enough = run.full || day_over || (keyframes.empty() && n >= most / 2);
  return enough ? run.chunks.size() : 0;
}

bool run_number(sqlite3* db, char const* sql, std::int64_t first, std::int64_t last) {
  Statement const statement = prepare(db, sql);
  if (!statement) return false;
  sqlite3_bind_int64(statement.get(), 1, first);
  sqlite3_bind_int64(statement.get(), 2, last);
  return sqlite3_step(statement.get()) == SQLITE_DONE;
}

} // namespace

Result<Compacted> compact_next(DayFile& day, Instant closed, bool day_over, CompactionLimits limits) {
  sqlite3* const db = day.handle();
  sqlite3_busy_timeout(db, 10'000); // ms; whoever records goes first
  Run const run = first_run(db, closed, limits.most);
  std::size_t const length = run.chunks.empty() ? 0 : block_length(db, run, day_over, limits.most);
  if (length == 0) return Compacted{};
  auto const chunks = std::span(run.chunks).first(length);
  auto block = block_of(chunks);
  if (!block) return Error{"history: a chunk that was whole is not"}; // each was unpacked before
  Compacted done;
  done.chunks = length;
  done.observations = block->head.n;
  for (Chunk const& chunk : chunks)
    done.bytes_before += chunk.blob.size();
  std::string const blob = encode_block(*block);
  done.bytes_after = blob.size();
  std::int64_t const first = block->head.seq, last = block->head.last;
  done.keyframes_dropped = keyframes_between(db, first, last - 1).size();
  Status const written = day.in_transaction([&](sqlite3*) {
    return insert_block(db, block->head, blob) &&
           run_number(db, "DELETE FROM chunk WHERE seq BETWEEN ? AND ?", first, last) &&
           run_number(db, "DELETE FROM keyframe WHERE after BETWEEN ?1 AND ?2 - 1", first, last);
  });
  if (!written) return Error{written.error()};
  return done;
}

} // namespace dalian::history
