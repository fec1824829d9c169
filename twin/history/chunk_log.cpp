#include "twin/history/chunk_log.hpp"

#include "twin/history/keyframe_rows.hpp"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace dalian::history {
namespace {

constexpr std::uint32_t kPartsPerCommit = 2; // of 4 MiB: about 20 ms of zstd and disk

class ChunkLog final : public HistoryStore {
 public:
  ChunkLog(std::unique_ptr<ChunkKeeper> keeper, std::int64_t next_seq, std::size_t max_waiting_bytes)
      : keeper_(std::move(keeper)), max_waiting_bytes_(max_waiting_bytes), next_seq_(next_seq) {}

  Status append(Record record) override;
  Result<std::vector<Stored>> commit() override;
  std::optional<Mark> mark(Instant t_twin) override;
  void keyframe(Mark const& mark, std::uint64_t state_hash, std::string bytes) override;
  Status write_newest(Mark const& mark, std::uint64_t state_hash, std::string_view bytes) override;
  Result<NewestState> newest_state() const override { return keeper_->newest_state(); }
  bool lost() const override { return keeper_->lost(); }
  Counters counters() const override;

  Result<ReplayResult> replay(Instant from, std::function<bool(Record&&)> const& visit) const override {
    return keeper_->reader().replay(from, visit);
  }
  Result<ReplayResult> replay_after(std::int64_t after, std::function<bool(Record&&)> const& visit) const override {
    return keeper_->reader().replay_after(after, visit);
  }
  Result<KeyframeSought> latest_keyframe(Instant at_or_before) const override {
    return keeper_->reader().latest_keyframe(at_or_before);
  }
  Result<HistoryRange> range() const override { return keeper_->reader().range(); }

 private:
  struct Waiting {
    Keyframe keyframe;
    Instant last{};            // of the last chunk in it
    std::uint32_t written = 0; // parts
  };
  void take_pending();
  Status write_some();
  void note_written(std::size_t chunks);
  void write_some_of_keyframe();

  std::unique_ptr<ChunkKeeper> const keeper_;
  std::size_t const max_waiting_bytes_;

  mutable std::mutex mutex_; // guards the next block; held for memory work only
  std::deque<Chunk> pending_;
  std::int64_t next_seq_;           // of the chunk to be started next
  Instant last_{};                  // an instant of the chunk before it
  bool closed_ = true;              // the next record starts a chunk
  std::optional<Waiting> keyframe_; // not begun yet
  std::uint64_t keyframes_ = 0, keyframes_left_out_ = 0, newest_states_ = 0;
  std::size_t waiting_bytes_ = 0;
  std::uint64_t appended_ = 0, committed_ = 0, refused_ = 0, commit_failures_ = 0, chunks_ = 0;

  std::mutex commit_mutex_; // guards the rest; held while the disk works
  std::vector<Chunk> writing_;
  std::map<std::pair<std::string, std::uint64_t>, std::uint64_t> stored_; // written, not yet told
  std::optional<Waiting> writing_keyframe_;                               // its chunks are written
};

Status ChunkLog::append(Record record) {
  std::lock_guard const lock(mutex_);
  if (waiting_bytes_ + record.bytes.size() > max_waiting_bytes_) {
    ++refused_;
    return Error{fmt::format("{}: {} MiB wait for the disk; nothing more is kept until it takes them", keeper_->name(),
                             waiting_bytes_ >> 20)};
  }
  waiting_bytes_ += record.bytes.size();
  ++appended_;
  if (!closed_ && !pending_.empty() && belongs(pending_.back(), record)) {
    add(pending_.back(), record);
    return {};
  }
  pending_.push_back(start_chunk(record));
  pending_.back().seq = next_seq_++;
  last_ = pending_.back().t0;
  closed_ = false;
  return {};
}

std::optional<Mark> ChunkLog::mark(Instant t_twin) {
  std::lock_guard const lock(mutex_);
  if (closed_) return std::nullopt;
  closed_ = true;
  return Mark{t_twin, next_seq_ - 1, last_};
}

void ChunkLog::keyframe(Mark const& mark, std::uint64_t state_hash, std::string bytes) {
  std::lock_guard const lock(mutex_);
  if (keyframe_) ++keyframes_left_out_;
  keyframe_ = Waiting{{mark.t_twin, mark.after, state_hash, std::move(bytes)}, mark.last};
}

Status ChunkLog::write_newest(Mark const& mark, std::uint64_t state_hash, std::string_view bytes) {
  std::lock_guard const one_at_a_time(commit_mutex_);
  Status const done = keeper_->write_newest({mark.t_twin, mark.after, state_hash, bytes, {}, 0});
  std::lock_guard const lock(mutex_);
  ++(done ? newest_states_ : keyframes_left_out_);
  return done;
}

void ChunkLog::take_pending() {
  std::lock_guard const lock(mutex_);
  writing_.insert(writing_.end(), std::make_move_iterator(pending_.begin()), std::make_move_iterator(pending_.end()));
  pending_.clear();
  if (keyframe_ && !writing_keyframe_) writing_keyframe_ = std::exchange(keyframe_, std::nullopt);
}

/// The first of those waiting, as many as go in one step.
Status ChunkLog::write_some() {
  auto const written = keeper_->append(writing_);
  if (!written) return Error{written.error()};
  note_written(*written);
  return {};
}

void ChunkLog::note_written(std::size_t count) {
  std::uint64_t records = 0;
  std::size_t bytes = 0;
  for (Chunk const& chunk : std::span(writing_).first(count)) {
    records += chunk.records;
    bytes += payload_bytes(chunk);
    if (chunk.kind != RecordKind::batch || chunk.n == 0) continue;
    auto& seq = stored_[{chunk.source, chunk.epoch}];
    seq = std::max(seq, chunk.last_seq);
  }
  writing_.erase(writing_.begin(), writing_.begin() + static_cast<std::ptrdiff_t>(count));
  std::lock_guard const lock(mutex_);
  waiting_bytes_ -= bytes;
  committed_ += records;
  chunks_ += count;
}

/// When the disk refuses a keyframe, the next one is near; the records are what matters.
void ChunkLog::write_some_of_keyframe() {
  if (!writing_keyframe_) return;
  auto& [keyframe, last, written] = *writing_keyframe_;
  std::uint32_t const all = part_count(keyframe), count = std::min(all - written, kPartsPerCommit);
  Status const done = keeper_->append(keyframe, last, {written, count});
  written += count;
  std::lock_guard const lock(mutex_);
  keyframes_left_out_ += done ? 0 : 1;
  keyframes_ += done && written == all ? 1 : 0;
  if (!done || written == all) writing_keyframe_.reset();
}

Result<std::vector<Stored>> ChunkLog::commit() {
  std::lock_guard const one_at_a_time(commit_mutex_);
  take_pending();
  Status const room = keeper_->ready();
  while (!writing_.empty())
    if (Status const written = room ? write_some() : room; !written) {
      std::lock_guard const lock(mutex_);
      ++commit_failures_;
      return Error{written.error()};
    }
  if (room) write_some_of_keyframe();
  std::vector<Stored> told;
  for (auto const& [key, seq] : stored_)
    told.push_back({key.first, key.second, seq});
  stored_.clear();
  return told;
}

Counters ChunkLog::counters() const {
  std::lock_guard const lock(mutex_);
  Counters counters;
  counters.add("appended", appended_);
  counters.add("committed", committed_);
  counters.add("waiting", appended_ - committed_);
  counters.add("refused", refused_);
  counters.add("commit_failures", commit_failures_);
  counters.add("chunks", chunks_);
  counters.add("keyframes", keyframes_);
  counters.add("newest_states", newest_states_);
  counters.add("keyframes_left_out", keyframes_left_out_);
  counters.add("keyframes_waiting", (keyframe_ ? 1U : 0U) + (writing_keyframe_ ? 1U : 0U));
  return counters;
}

} // namespace

std::unique_ptr<HistoryStore> make_chunk_log(std::unique_ptr<ChunkKeeper> keeper, std::int64_t next,
                                             std::size_t max_waiting_bytes) {
  return std::make_unique<ChunkLog>(std::move(keeper), next, max_waiting_bytes);
}

} // namespace dalian::history
