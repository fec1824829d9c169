#include "twin/postgres/inspection.hpp"

#include "twin/postgres/rows.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace dalian::postgres {
namespace {

using history::DayOverview;
using history::Verified;
using Days = std::map<std::int64_t, DayOverview>;

constexpr int kAtOnce = 64; // chunks: at most 4 MiB

std::string date_of(std::int64_t day) {
  return format_utc(from_unix_ns(0) + std::chrono::days(day)).substr(0, 10);
}

std::filesystem::path file_of(std::int64_t day) {
  return "history-" + date_of(day);
}

std::uint64_t count_in(Rows const& rows, int row, int column) {
  return static_cast<std::uint64_t>(rows.number(row, column));
}

Status add_chunks(Session& session, Days& days) {
  auto const rows =
      session.run("SELECT day, count(*), sum(n)::bigint, sum(octet_length(blob))::bigint, min(t0), max(t1)"
                  " FROM chunk GROUP BY day");
  if (!rows) return Error{rows.error()};
  for (int row = 0; row < rows->count(); ++row) {
    auto& day = days[rows->number(row, 0)];
    day.groups.push_back({"raw", count_in(*rows, row, 1), count_in(*rows, row, 2), count_in(*rows, row, 3)});
    day.first = from_unix_ns(rows->number(row, 4));
    day.last = from_unix_ns(rows->number(row, 5));
  }
  auto const hours = session.run("SELECT day, t0 / 3600000000000 % 24, sum(n)::bigint FROM chunk GROUP BY 1, 2");
  if (!hours) return Error{hours.error()};
  for (int row = 0; row < hours->count(); ++row)
    if (auto const hour = hours->number(row, 1); hour >= 0 && hour < 24)
      days[hours->number(row, 0)].by_hour[static_cast<std::size_t>(hour)] = count_in(*hours, row, 2);
  return {};
}

Status add_keyframes(Session& session, Days& days) {
  auto const rows = session.run("SELECT day, count(*) FILTER (WHERE part = 0), sum(octet_length(blob))::bigint"
                                " FROM keyframe GROUP BY day");
  if (!rows) return Error{rows.error()};
  for (int row = 0; row < rows->count(); ++row) {
    auto& day = days[rows->number(row, 0)];
    day.keyframes = count_in(*rows, row, 1);
    day.keyframe_bytes = count_in(*rows, row, 2);
  }
  return {};
}

/// A chunk in the order of its numbers; what is missing before it.
void note(Verified& out, history::Chunk const* chunk, std::int64_t seq, std::int64_t day) {
  std::uint64_t records = 0;
  bool const whole =
      chunk != nullptr && history::unpack(*chunk, [&](history::Record&&) { return ++records, true; }).whole;
  if (!whole) return out.spoiled.push_back({file_of(day), "chunk", seq});
  ++out.chunks;
  out.records += records;
  out.observations += chunk->n;
}

Status verify_chunks(Session& session, Verified& out,
                     std::function<void(std::uint64_t, std::uint64_t)> const& progress) {
  auto const all = session.run("SELECT count(*) FROM chunk");
  if (!all) return Error{all.error()};
  auto const sql = fmt::format("SELECT {}, day FROM chunk WHERE seq > $1 ORDER BY seq LIMIT $2::int", kChunkColumns);
  std::int64_t last = 0, last_day = 0;
  for (std::uint64_t done = 0;;) {
    auto const rows = session.run(sql.c_str(), Values().number(last).number(kAtOnce));
    if (!rows) return Error{rows.error()};
    for (int row = 0; row < rows->count(); ++row) {
      auto const seq = rows->number(row, 0), day = rows->number(row, 10);
      if (last > 0 && seq != last + 1) (day == last_day ? out.missing : out.between).emplace_back(last + 1, seq - 1);
      auto const chunk = chunk_in(*rows, row);
      note(out, chunk ? &*chunk : nullptr, seq, day);
      last = seq, last_day = day;
    }
    done += static_cast<std::uint64_t>(rows->count());
    if (progress) progress(done, count_in(*all, 0, 0));
    if (rows->count() < kAtOnce) return {};
  }
}

Status verify_keyframes(Session& session, Verified& out) {
  auto const marks = session.run("SELECT after, min(day)::bigint FROM keyframe GROUP BY after ORDER BY after");
  if (!marks) return Error{marks.error()};
  for (int row = 0; row < marks->count(); ++row)
    if (read_keyframe(session, marks->number(row, 0)))
      ++out.keyframes;
    else
      out.spoiled.push_back({file_of(marks->number(row, 1)), "keyframe", marks->number(row, 0)});
  return {};
}

Status make_incidents(Session& session) {
  auto const made =
      session.run("CREATE TABLE IF NOT EXISTS incident(id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,"
                  " at bigint NOT NULL, since bigint NOT NULL, until bigint NOT NULL," // ns since 1970
                  " reason text NOT NULL, who text NOT NULL, made bigint NOT NULL,"
                  " released bigint, released_by text NOT NULL DEFAULT '')");
  return made ? Status{} : Error{made.error()};
}

Result<std::vector<history::Incident>> incidents_in(Session& session) {
  auto const there = session.run("SELECT (to_regclass('incident') IS NOT NULL)::int");
  if (!there) return Error{there.error()};
  std::vector<history::Incident> all;
  if (there->number(0, 0) == 0) return all;
  auto const rows =
      session.run("SELECT id, at, since, until, reason, who, made, released, released_by FROM incident ORDER BY id");
  if (!rows) return Error{rows.error()};
  for (int row = 0; row < rows->count(); ++row) {
    auto const instant = [&](int column) { return from_unix_ns(rows->number(row, column)); };
    auto const text = [&](int column) { return std::string(rows->bytes(row, column)); };
    all.push_back({rows->number(row, 0),
                   instant(1),
                   {instant(2), instant(3)},
                   text(4),
                   text(5),
                   instant(6),
                   rows->is_null(row, 7) ? std::nullopt : std::optional(instant(7)),
                   text(8)});
  }
  return all;
}

} // namespace

Result<std::vector<DayOverview>> overview(std::string const& url) {
  auto session = Session::open(url, Role::reader);
  if (!session) return Error{session.error()};
  Days days;
  if (auto const added = add_chunks(*session, days); !added) return Error{added.error()};
  if (auto const added = add_keyframes(*session, days); !added) return Error{added.error()};
  std::vector<DayOverview> all;
  for (auto& [number, day] : days) {
    day.file = file_of(number);
    auto const bytes =
        session->run(fmt::format("SELECT coalesce(pg_total_relation_size(to_regclass('chunk_day_{0}')), 0)"
                                 " + coalesce(pg_total_relation_size(to_regclass('keyframe_day_{0}')), 0)",
                                 number)
                         .c_str());
    if (!bytes) return Error{bytes.error()};
    day.file_bytes = count_in(*bytes, 0, 0);
    all.push_back(std::move(day));
  }
  return all;
}

Result<Verified> verify(std::string const& url, std::function<void(std::uint64_t, std::uint64_t)> const& progress) {
  auto session = Session::open(url, Role::reader);
  if (!session) return Error{session.error()};
  Verified out;
  if (auto const done = verify_chunks(*session, out, progress); !done) return Error{done.error()};
  if (auto const done = verify_keyframes(*session, out); !done) return Error{done.error()};
  return out;
}

Result<history::Incident> lock_incident(std::string const& url, LockWish const& wish, Instant now) {
  if (wish.reason.empty() || wish.who.empty()) return Error{"a lock needs a reason and a name"};
  auto session = Session::open(url, Role::writer);
  if (!session) return Error{session.error()};
  if (auto const made = make_incidents(*session); !made) return Error{made.error()};
  history::Incident i{0,
                      wish.at,
                      {wish.at - history::kLockBefore, wish.at + history::kLockAfter},
                      wish.reason,
                      wish.who,
                      now,
                      std::nullopt,
                      ""};
  Values values;
  values.number(to_unix_ns(i.at)).number(to_unix_ns(i.locked.from)).number(to_unix_ns(i.locked.to));
  values.text(i.reason).text(i.who).number(to_unix_ns(now));
  auto const row = session->run(
      "INSERT INTO incident(at, since, until, reason, who, made) VALUES($1, $2, $3, $4, $5, $6) RETURNING id", values);
  if (!row) return Error{row.error()};
  i.id = row->number(0, 0);
  return i;
}

Status release_incident(std::string const& url, std::int64_t id, std::string const& who, Instant now) {
  if (who.empty()) return Error{"releasing a lock needs a name"};
  auto session = Session::open(url, Role::writer);
  if (!session) return Error{session.error()};
  if (auto const made = make_incidents(*session); !made) return made;
  auto const done =
      session->run("UPDATE incident SET released = $1, released_by = $2 WHERE id = $3 AND released IS NULL",
                   Values().number(to_unix_ns(now)).text(who).number(id));
  if (!done) return Error{done.error()};
  if (done->changed() == 0)
    return Error{fmt::format("{}: no lock {} that holds; see twinctl history list", shown(url), id)};
  return {};
}

Result<std::vector<history::Incident>> read_incidents(std::string const& url) {
  auto session = Session::open(url, Role::reader);
  if (!session) return Error{session.error()};
  return incidents_in(*session);
}

Result<std::vector<std::string>> drop_old_days(std::string const& url, history::RetentionPolicy const& policy,
                                               Instant now) {
  auto session = Session::open(url, Role::writer);
  if (!session) return Error{session.error()};
  auto const incidents = incidents_in(*session);
  if (!incidents) return Error{incidents.error()};
  auto const locks = history::locked_spans(*incidents);
  auto const days = session->run("SELECT substr(relname, 11)::bigint FROM pg_class JOIN pg_inherits ON inhrelid = oid"
                                 " WHERE inhparent = 'chunk'::regclass ORDER BY 1"); // "chunk_day_20784"
  if (!days) return Error{days.error()};
  if (auto const patient = session->run("SET lock_timeout = '2s'"); !patient) return Error{patient.error()};
  std::vector<std::string> dropped;
  for (int row = 0; row < days->count(); ++row) {
    auto const day = days->number(row, 0);
    Instant const begin = from_unix_ns(0) + std::chrono::days(day), end = begin + std::chrono::days(1);
    auto const touches = [&](history::Span const& lock) { return lock.from < end && lock.to >= begin; };
    if (end + policy.raw > now || std::ranges::any_of(locks, touches)) continue;
    auto const gone = session->run(fmt::format("DROP TABLE chunk_day_{0}, keyframe_day_{0}", day).c_str());
    if (!gone) return Error{gone.error()};
    dropped.push_back(date_of(day));
  }
  return dropped;
}

} // namespace dalian::postgres
