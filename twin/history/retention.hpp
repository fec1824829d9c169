#pragma once
// What is kept for how long, and what gives way when the disk is short: decisions alone, as functions of what they are
// given. Knows no clock, no disk and no database.
#include "twin/history/block_rows.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::history {

struct RetentionPolicy {
  // The tiers of DESIGN §5; the rules of the pilot zones ask for a year of the vehicles in them
  // (工信部联通装〔2021〕97号).
  Duration raw = std::chrono::days(7);       // everything as it came
  Duration thinned = std::chrono::days(90);  // one observation a second of each entity and source
  Duration pilots = std::chrono::days(400);  // the pilots' alone
  std::vector<std::string> pilot_entities{}; // ids, or beginnings of ids that end in '*'; kept in full all the while
  std::uint64_t thin_below_bytes = std::uint64_t{5} << 30;   // free on the disk: then the earliest raw gives way early
  std::uint64_t stop_below_bytes = std::uint64_t{512} << 20; // then nothing more is recorded
};

/// Reads the table [retention] of a TOML file; what it does not name keeps its default. The error names file, field and
/// what is expected.
Result<RetentionPolicy> read_retention(std::filesystem::path const& file);
Result<RetentionPolicy> parse_retention(std::string_view toml, std::string_view file_name);

bool is_pilot(RetentionPolicy const& policy, std::string_view entity);

/// An interval that must stay as it is, through every tier.
struct Span {
  Instant from{}, to{};
};
bool is_locked(BlockHead const& block, std::span<Span const> locks);

/// What a block is to become; never more than it is now.
Tier tier_due(BlockHead const& block, std::span<Span const> locks, RetentionPolicy const& policy, Instant now);

/// Which block gives way first when space is short: the earliest of the fullest tier that is not locked; nothing when
/// only pilots' records and locked ones are left, which are not given up for space.
std::optional<std::size_t> first_to_thin(std::span<BlockHead const> blocks, std::span<Span const> locks);

enum class Space : std::uint8_t {
  ample,
  tight, // the earliest raw gives way
  none,  // nothing is recorded
};
/// `before`: what it was; it takes a tenth (tight) or a quarter (none) more than the limit to get better, so that it
/// does not flutter.
Space judge_space(std::uint64_t free_bytes, RetentionPolicy const& policy, Space before);

/// A clock that was just set, or stands wrong since the start, must not make everything look old: it is believed once
/// it has gone evenly for an hour.
class ClockTrust {
 public:
  /// `steady`: of a clock that is never set. True when `now` can be believed.
  bool take(Instant now, Duration steady);

 private:
  std::optional<Duration> offset_; // of now from steady, since even_since_
  Duration even_since_{};
};

} // namespace dalian::history
