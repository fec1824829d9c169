#include "twin/history/housekeeper.hpp"

#include "twin/history/folder_reader.hpp"
#include "twin/history/incidents.hpp"
#include "twin/history/thinning.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>
#include <system_error>

namespace dalian::history {
namespace {

namespace fs = std::filesystem;

constexpr Duration kGrace = std::chrono::hours(1); // after midnight a day may still get late chunks of a stepping clock

bool day_over(fs::path const& file, Instant now) {
  return Instant(*day_of(file) + std::chrono::days(1)) + kGrace <= now;
}

bool run(sqlite3* db, std::string const& sql) {
  return sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// Free pages of a day that is over go back to the disk, and its log with them.
bool give_back(DayFile const& day) {
  return run(day.handle(), "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
}

} // namespace

Status Housekeeper::look() {
  auto const files = day_files(folder_);
  if (!files) return Error{files.error()};
  auto const incidents = read_incidents(folder_);
  if (!incidents) return Error{incidents.error()};
  locks_ = locked_spans(*incidents);
  places_.clear();
  for (fs::path const& file : *files) {
    if (!heads_.contains(file) || !compacted_.contains(file)) {
      auto const day = DayFile::open(file, DayFile::Mode::write);
      if (!day) return Error{day.error()};
      std::vector<BlockHead> heads;
      if (!block_heads(day->handle(), heads)) return day->error("be read");
      heads_[file] = std::move(heads);
      auto const range = day->range();
      if (range && range->last > highest_) {
        highest_ = range->last;
        newest_ = file;
      }
    }
    for (BlockHead const& head : heads_[file])
      if (!spoiled_.contains({file, head.seq})) places_.push_back({file, head});
  }
  return {};
}

Result<bool> Housekeeper::step(Instant now, std::uint64_t free_bytes, bool clock_trusted) {
  space_ = judge_space(free_bytes, policy_, space_);
  if (Status const seen = look(); !seen) return Error{seen.error()};
  if (space_ != Space::ample) {
    auto const room = make_room();
    if (!room || *room || space_ == Space::none) return room;
  }
  auto const made = compact(now);
  if (!made || *made || !clock_trusted) return made;
  return retire(now);
}

Result<bool> Housekeeper::make_room() {
  std::vector<BlockHead> heads;
  for (Place const& place : places_)
    heads.push_back(place.block);
  auto const first = first_to_thin(heads, locks_);
  if (!first) return false;
  bool const pilots = !policy_.pilot_entities.empty();
  Tier const tier = heads[*first].tier;
  if (tier == Tier::raw) return change(places_[*first], Tier::thinned);
  return change(places_[*first], pilots ? Tier::pilots : Tier::removed);
}

Result<bool> Housekeeper::compact(Instant now) {
  auto const files = day_files(folder_);
  if (!files) return Error{files.error()};
  for (fs::path const& file : *files) {
    if (compacted_.contains(file) || Instant(*day_of(file)) > now) continue;
    auto const done = compact(file, now);
    if (!done || *done) return done;
    if (day_over(file, now)) compacted_.insert(file);
  }
  return false;
}

Result<bool> Housekeeper::compact(fs::path const& file, Instant now) {
  auto day = DayFile::open(file, DayFile::Mode::write);
  if (!day) return Error{day.error()};
  bool const over = day_over(file, now);
  auto const done = compact_next(*day, std::chrono::floor<std::chrono::hours>(now), over, limits_);
  if (!done) return Error{done.error()};
  if (done->chunks == 0) {
    if (over && !give_back(*day)) return day->error("give back its free pages");
    return false;
  }
  counters_.add("blocks_made");
  counters_.add("bytes_before", done->bytes_before);
  counters_.add("bytes_after", done->bytes_after);
  return true;
}

Result<bool> Housekeeper::retire(Instant now) {
  for (Place const& place : places_) {
    Tier const due = tier_due(place.block, locks_, policy_, now);
    if (due != place.block.tier) return change(place, due);
  }
  return remove_past_files(now);
}

Result<bool> Housekeeper::change(Place const& place, Tier tier) {
  auto day = DayFile::open(place.file, DayFile::Mode::write);
  if (!day) return Error{day.error()};
  BlockHead const& head = place.block;
  heads_.erase(place.file);
  Block const empty{head, std::vector<std::uint64_t>(static_cast<std::size_t>(head.last - head.seq + 1)), {}};
  auto block = tier == Tier::removed ? std::optional(empty) : read_block(day->handle(), head.seq);
  if (!block) {
    spoiled_.insert({place.file, head.seq});
    counters_.add("blocks_spoiled");
    return true;
  }
  *block = thin(std::move(*block), tier, policy_);
  std::string const blob = encode_block(*block);
  Status const changed = day->in_transaction([&](sqlite3* db) {
    return insert_block(db, block->head, blob) &&
           (tier != Tier::removed ||
            run(db, fmt::format("DELETE FROM keyframe WHERE after BETWEEN {} AND {}", head.seq, head.last)));
  });
  if (!changed) return Error{changed.error()};
  counters_.add(tier == Tier::removed ? "blocks_removed" : "blocks_thinned");
  if (compacted_.contains(place.file)) (void)give_back(*day);
  return true;
}

/// Days of which nothing is left but spoiled rows, or nothing at all.
Result<bool> Housekeeper::remove_past_files(Instant now) {
  for (auto const& [file, heads] : heads_) {
    Instant const end = *day_of(file) + std::chrono::days(1);
    BlockHead const whole_day{.t0 = *day_of(file), .t1 = end};
    Duration const kept = policy_.pilot_entities.empty() ? policy_.thinned : policy_.pilots;
    if (file == newest_ || !compacted_.contains(file) || now - end <= kept || is_locked(whole_day, locks_)) continue;
    std::error_code failure;
    for (char const* suffix : {"-wal", "-shm", ""})
      fs::remove(file.string() + suffix, failure);
    if (failure) return Error{fmt::format("history file {}: cannot be removed ({})", file.string(), failure.message())};
    counters_.add("files_removed");
    compacted_.erase(file);
    heads_.erase(file);
    return true;
  }
  return false;
}

} // namespace dalian::history
