#include "twin/postgres/postgres_history.hpp"

#include "twin/history/chunk_log.hpp"
#include "twin/history/keyframe_rows.hpp"
#include "twin/postgres/postgres_reader.hpp"
#include "twin/postgres/tables.hpp"

#include <atomic>
#include <condition_variable>
#include <fmt/format.h>
#include <mutex>
#include <set>
#include <thread>
#include <unistd.h>

namespace dalian::postgres {
namespace {

using history::Chunk;

constexpr std::size_t kMostChunks = 256; // of one transaction …
constexpr std::size_t kMostBytes = std::size_t{8} << 20;

std::int64_t day_of(Instant t) {
  return std::chrono::floor<std::chrono::days>(t).time_since_epoch().count();
}

Session::Step insert(Chunk const& c) {
  Values values;
  values.number(c.seq).number(day_of(c.t0)).number(to_unix_ns(c.t0)).number(to_unix_ns(c.t1));
  values.number(static_cast<std::int64_t>(c.kind)).text(c.source).number(static_cast<std::int64_t>(c.epoch));
  values.number(static_cast<std::int64_t>(c.first_seq)).number(c.n).number(checksum(c)).bytes(c.blob);
  return {kInsertChunk, std::move(values)};
}

class PostgresKeeper final : public history::ChunkKeeper {
 public:
  PostgresKeeper(PostgresHistoryConfig config, Session session, std::int64_t term)
      : config_(std::move(config)), term_(term), reader_(config_.url, Role::writer), session_(std::move(session)),
        renewing_([this] { renew_for_ever(); }) {}
  ~PostgresKeeper() override;
  PostgresKeeper(PostgresKeeper const&) = delete;
  PostgresKeeper& operator=(PostgresKeeper const&) = delete;

  std::string name() const override { return shown(config_.url); }
  Status ready() override;
  Result<std::size_t> append(std::span<Chunk const> chunks) override;
  Status append(history::Keyframe const& keyframe, Instant last, Parts parts) override;
  Status write_newest(history::NewestState const&) override;
  Result<history::NewestState> newest_state() const override;
  bool lost() const override { return lost_; }
  history::HistoryReader const& reader() const override { return reader_; }

 private:
  Status connect();
  Status add_day(std::int64_t day);
  Result<std::vector<std::int64_t>> commit(std::vector<Session::Step> steps);
  void renew_for_ever();

  PostgresHistoryConfig const config_;
  std::int64_t const term_;
  PostgresReader const reader_;
  std::atomic<bool> lost_{false};
  std::mutex mutex_; // guards the next three
  std::optional<Session> session_;
  std::set<std::int64_t> days_; // whose partitions are there
  bool stop_ = false;
  std::condition_variable wake_;
  std::thread renewing_;
};

PostgresKeeper::~PostgresKeeper() {
  {
    std::lock_guard const lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  renewing_.join();
  if (session_ && !lost_) give_back(*session_, term_);
}

Status PostgresKeeper::ready() {
  if (!lost_) return {};
  return Error{name() + ": another twin has taken over; this one records no more"};
}

/// With the mutex held. After any failure of the connection, the next attempt begins with a new one.
Status PostgresKeeper::connect() {
  if (session_) return {};
  auto opened = Session::open(config_.url, Role::writer);
  if (!opened) return Error{opened.error()};
  if (auto const ready = prepare_statements(*opened); !ready) return ready;
  session_.emplace(std::move(opened).value());
  return {};
}

Status PostgresKeeper::add_day(std::int64_t day) {
  if (days_.contains(day)) return {};
  if (auto const made = make_day(*session_, day); !made) {
    session_.reset();
    return made;
  }
  days_.insert(day);
  return {};
}

/// With the mutex held and a session.
Result<std::vector<std::int64_t>> PostgresKeeper::commit(std::vector<Session::Step> steps) {
  steps.insert(steps.begin(), {kRenewal, Values().number(term_)});
  auto changed = session_->run_all(steps);
  if (changed) return changed;
  if (session_->state() == kLost) lost_ = true;
  session_.reset();
  days_.clear(); // another server may have them not
  return changed;
}

Result<std::size_t> PostgresKeeper::append(std::span<Chunk const> chunks) {
  std::lock_guard const lock(mutex_);
  if (auto const there = connect(); !there) return Error{there.error()};
  std::vector<Session::Step> steps;
  std::size_t bytes = 0;
  for (Chunk const& chunk : chunks) {
    if (steps.size() == kMostChunks || bytes > kMostBytes) break;
    if (auto const day = add_day(day_of(chunk.t0)); !day) return Error{day.error()};
    steps.push_back(insert(chunk));
    bytes += chunk.blob.size();
  }
  std::size_t const count = steps.size();
  auto const changed = commit(std::move(steps));
  if (!changed) return Error{changed.error()};
  for (std::size_t i = 0; i < count; ++i)
    if ((*changed)[i + 1] != 1)
      return Error{fmt::format("{}: chunk {} is there already with other records; this history was written by two",
                               name(), chunks[i].seq)};
  return count;
}

Status PostgresKeeper::append(history::Keyframe const& keyframe, Instant last, Parts parts) {
  std::lock_guard const lock(mutex_);
  if (auto const there = connect(); !there) return there;
  if (auto const day = add_day(day_of(last)); !day) return day;
  std::vector<std::string> blobs;
  std::vector<Session::Step> steps;
  std::uint32_t const all = part_count(keyframe);
  blobs.reserve(parts.count);
  for (std::uint32_t part = parts.first; part < parts.first + parts.count; ++part) {
    auto const& blob = blobs.emplace_back(history::packed_part(keyframe, part));
    Values values;
    values.number(keyframe.after).number(part).number(all).number(day_of(last)).number(to_unix_ns(keyframe.t_twin));
    values.number(static_cast<std::int64_t>(keyframe.state_hash));
    values.number(keyframe_checksum(keyframe, {part, all}, blob)).bytes(blob);
    steps.push_back({kInsertKeyframe, std::move(values)});
  }
  auto const done = commit(std::move(steps));
  return done ? Status{} : Error{done.error()};
}

/// A state for one start alone would be a large row, replaced every few seconds on every stand-by.
Status PostgresKeeper::write_newest(history::NewestState const&) {
  return Error{name() + ": lasting states alone are kept"};
}

Result<history::NewestState> PostgresKeeper::newest_state() const {
  auto sought = reader_.latest_keyframe(Instant::max());
  if (!sought) return Error{sought.error()};
  history::NewestState none;
  none.skipped = sought->skipped;
  if (!sought->keyframe) return none;
  auto const found = std::make_shared<history::Keyframe const>(std::move(*sought->keyframe));
  return history::NewestState{found->t_twin, found->after, found->state_hash, found->bytes, found, sought->skipped};
}

/// Also while nothing is recorded. A server that is away for a moment costs the lease only when another takes it.
void PostgresKeeper::renew_for_ever() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, kLease / 4, [this] { return stop_; }) && !lost_)
    if (connect()) (void)commit({});
}

std::string this_process() {
  char host[256] = "?";
  ::gethostname(host, sizeof host - 1);
  return fmt::format("{}, process {}", host, ::getpid());
}

} // namespace

Result<std::unique_ptr<history::HistoryStore>> open_postgres_history(PostgresHistoryConfig const& config) {
  auto const named = [&](std::string const& why) {
    return Error{fmt::format("history {}: {}", shown(config.url), why)};
  };
  auto session = Session::open(config.url, Role::writer);
  if (!session) return Error{session.error()};
  if (auto const made = make_tables(*session); !made) return named(made.error());
  auto request = config.lease;
  if (request.holder.empty()) request.holder = this_process();
  auto const term = take_lease(*session, request);
  if (!term) return named(term.error());
  if (auto const ready = prepare_statements(*session); !ready) return named(ready.error());
  auto const last = session->run("SELECT coalesce(max(seq), 0) FROM chunk");
  if (!last) return named(last.error());
  auto const next = last->number(0, 0) + 1;
  return make_chunk_log(std::make_unique<PostgresKeeper>(config, std::move(*session), *term), next,
                        config.max_waiting_bytes);
}

std::unique_ptr<history::HistoryReader> open_postgres_reader(std::string const& url) {
  return std::make_unique<PostgresReader>(url, Role::reader);
}

} // namespace dalian::postgres
