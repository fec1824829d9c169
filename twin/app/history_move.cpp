// twinctl history move: every record in its order, and the newest keyframe, from one kind of store to another.
#include "twin/app/commands.hpp"
#include "twin/app/history_commands.hpp"
#include "twin/app/history_place.hpp"
#include "twin/app/keyframe.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

constexpr std::size_t kCommitBytes = std::size_t{8} << 20;

/// Of all records in their order, every field of them.
class LogHash {
 public:
  void take(history::Record const& r) {
    auto const head = fmt::format("{:016x} {} {} {} {} {} {} {} ", value_, static_cast<int>(r.kind),
                                  to_unix_ns(r.t_twin), r.source, r.epoch, r.first_seq, r.n, r.bytes.size());
    value_ = hash_of(head + r.bytes);
    ++records_;
  }
  std::uint64_t value() const { return value_; }
  std::uint64_t records() const { return records_; }

 private:
  std::uint64_t value_ = 0, records_ = 0;
};

Result<LogHash> hash_of_log(history::HistoryReader const& log, std::int64_t after, Progress& progress) {
  LogHash hash;
  auto const read = log.replay_after(after, [&](history::Record&& r) {
    hash.take(r);
    progress.tell(fmt::format("{} records compared", hash.records()));
    return true;
  });
  if (!read) return Error{read.error()};
  return hash;
}

/// The copy of one history into an empty store.
class Move {
 public:
  Move(history::HistoryReader const& from, history::HistoryStore& to) : from_(from), to_(to) {}

  Status run() {
    auto const sought = from_.latest_keyframe(Instant::max());
    if (!sought) return Error{sought.error()};
    if (sought->keyframe) {
      auto const behind = hash_of_log(from_, sought->keyframe->after, progress_);
      if (!behind) return Error{behind.error()};
      auto const all = hash_of_log(from_, 0, progress_);
      if (!all) return Error{all.error()};
      keyframe_at_ = all->records() - behind->records();
    }
    Status failed;
    auto const read = from_.replay_after(0, [&](history::Record&& r) { return (failed = take(std::move(r))).ok(); });
    if (!read) return Error{read.error()};
    if (!failed) return failed;
    damaged_ = read->damaged_chunks;
    if (sought->keyframe && marked_) to_.keyframe(*marked_, sought->keyframe->state_hash, sought->keyframe->bytes);
    do {
      if (auto const done = to_.commit(); !done) return Error{done.error()};
    } while (to_.counters().get("keyframes_waiting") > 0);
    return {};
  }

  LogHash const& hash() const { return hash_; }
  std::uint64_t damaged() const { return damaged_; }

 private:
  Status take(history::Record&& r) {
    hash_.take(r);
    waiting_ += r.bytes.size();
    Instant const t = r.t_twin;
    if (auto const kept = to_.append(std::move(r)); !kept) return kept;
    if (hash_.records() == keyframe_at_) marked_ = to_.mark(t);
    progress_.tell(fmt::format("{} records", hash_.records()));
    if (waiting_ < kCommitBytes) return {};
    waiting_ = 0;
    auto const done = to_.commit();
    return done ? Status{} : Error{done.error()};
  }

  history::HistoryReader const& from_;
  history::HistoryStore& to_;
  Progress progress_{"moving"};
  LogHash hash_;
  std::size_t waiting_ = 0;
  std::uint64_t keyframe_at_ = 0, damaged_ = 0; // records before it
  std::optional<history::Mark> marked_;
};

} // namespace

int move_history(HistoryOptions const& options) {
  if (std::error_code ignored; !is_server(options.folder) && !std::filesystem::is_directory(options.folder, ignored))
    return fail(fmt::format("{}: there is no such folder", options.folder));
  TwinConfig config;
  config.history = options.to_place;
  config.state = is_server(options.to_place) ? "." : ""; // nothing is written beside it here
  auto const to = open_history(config);
  if (!to) return fail(to.error());
  auto const range = (*to)->range();
  if (!range) return fail(range.error());
  if (!range->empty)
    return fail(
        fmt::format("{} holds records already; name an empty folder or database", shown_history(options.to_place)));
  auto const from = open_history_reader(options.folder);
  Move move(*from, **to);
  if (auto const moved = move.run(); !moved) return fail(moved.error());
  Progress progress("verifying");
  auto const there = hash_of_log(**to, 0, progress);
  if (!there) return fail(there.error());
  bool const equal = there->value() == move.hash().value() && there->records() == move.hash().records();
  nlohmann::ordered_json const facts{{"records", move.hash().records()},
                                     {"damaged_chunks_left_out", move.damaged()},
                                     {"hash", fmt::format("{:016x}", move.hash().value())},
                                     {"equal", equal}};
  if (options.json)
    fmt::print("{}\n", facts.dump());
  else
    fmt::print("{} records, hash {:016x}; {} damaged chunks left out; {}\n", move.hash().records(), move.hash().value(),
               move.damaged(), equal ? "both are equal; the source stays as it was" : "the copy is NOT equal");
  return equal && move.damaged() == 0 ? 0 : 1;
}

} // namespace dalian::app
