#include "twin/history/retention.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <toml++/toml.h>

namespace dalian::history {
namespace {

constexpr double kGib = 1 << 30;

/// Thrown and caught inside this file only.
struct BadField : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void set_number(toml::node const& value, std::string_view key, double& into) {
  auto const number = value.value<double>();
  if (!number || !(*number >= 0) || *number > 1e6)
    throw BadField(fmt::format("[retention] {} must be a number within 0…1 000 000", key));
  into = *number;
}

void set_pilots(toml::node const& value, std::vector<std::string>& into) {
  auto const* list = value.as_array();
  if (list == nullptr) throw BadField("[retention] pilots must be a list of texts");
  into.clear();
  for (toml::node const& item : *list) {
    auto const text = item.value<std::string>();
    if (!text || text->empty()) throw BadField("[retention] pilots must be a list of texts");
    into.push_back(*text);
  }
}

RetentionPolicy policy_in(toml::table const& table) {
  RetentionPolicy p;
  double raw = to_seconds(p.raw) / 86400, thinned = to_seconds(p.thinned) / 86400,
         pilots = to_seconds(p.pilots) / 86400;
  double thin_below = static_cast<double>(p.thin_below_bytes) / kGib,
         stop_below = static_cast<double>(p.stop_below_bytes) / kGib;
  std::vector<std::pair<std::string_view, double*>> const numbers{{"raw_days", &raw},
                                                                  {"thinned_days", &thinned},
                                                                  {"pilot_days", &pilots},
                                                                  {"thin_below_gib", &thin_below},
                                                                  {"stop_below_gib", &stop_below}};
  for (auto const& [key, value] : table) {
    if (key == "pilots") {
      set_pilots(value, p.pilot_entities);
      continue;
    }
    auto const it = std::find_if(numbers.begin(), numbers.end(), [&](auto const& n) { return n.first == key.str(); });
    if (it == numbers.end()) throw BadField(fmt::format("[retention] {} is not a setting", key.str()));
    set_number(value, key.str(), *it->second);
  }
  if (raw > thinned || thinned > pilots) throw BadField("[retention] raw_days ≤ thinned_days ≤ pilot_days must hold");
  if (stop_below > thin_below) throw BadField("[retention] stop_below_gib must not be more than thin_below_gib");
  p.raw = from_seconds(raw * 86400);
  p.thinned = from_seconds(thinned * 86400);
  p.pilots = from_seconds(pilots * 86400);
  p.thin_below_bytes = static_cast<std::uint64_t>(thin_below * kGib);
  p.stop_below_bytes = static_cast<std::uint64_t>(stop_below * kGib);
  return p;
}

} // namespace

Result<RetentionPolicy> parse_retention(std::string_view text, std::string_view file_name) {
  try {
    toml::table const file = toml::parse(text, file_name);
    auto const* node = file.get("retention");
    if (node == nullptr) return RetentionPolicy{};
    auto const* table = node->as_table();
    if (table == nullptr) throw BadField("[retention] must be a table");
    return policy_in(*table);
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}: line {}: {}", file_name, e.source().begin.line, e.description())};
  } catch (BadField const& e) {
    return Error{fmt::format("{}: {}", file_name, e.what())};
  }
}

Result<RetentionPolicy> read_retention(std::filesystem::path const& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return Error{fmt::format("{}: cannot be read", file.string())};
  return parse_retention(text.str(), file.string());
}

bool is_pilot(RetentionPolicy const& policy, std::string_view entity) {
  return std::any_of(policy.pilot_entities.begin(), policy.pilot_entities.end(), [&](std::string_view pilot) {
    return pilot.ends_with('*') ? entity.starts_with(pilot.substr(0, pilot.size() - 1)) : entity == pilot;
  });
}

bool is_locked(BlockHead const& block, std::span<Span const> locks) {
  return std::any_of(locks.begin(), locks.end(),
                     [&](Span const& lock) { return lock.from <= block.t1 && block.t0 <= lock.to; });
}

Tier tier_due(BlockHead const& block, std::span<Span const> locks, RetentionPolicy const& policy, Instant now) {
  if (is_locked(block, locks)) return block.tier;
  Duration const age = now - block.t1;
  if (age <= policy.raw) return block.tier;
  if (age <= policy.thinned) return std::max(block.tier, Tier::thinned);
  if (age <= policy.pilots && !policy.pilot_entities.empty()) return std::max(block.tier, Tier::pilots);
  return Tier::removed;
}

std::optional<std::size_t> first_to_thin(std::span<BlockHead const> blocks, std::span<Span const> locks) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].tier >= Tier::pilots || is_locked(blocks[i], locks)) continue;
    bool const sooner =
        !first || std::pair(blocks[i].tier, blocks[i].t0) < std::pair(blocks[*first].tier, blocks[*first].t0);
    if (sooner) first = i;
  }
  return first;
}

Space judge_space(std::uint64_t free_bytes, RetentionPolicy const& policy, Space before) {
  auto const below = [&](std::uint64_t limit, bool was, std::uint64_t divisor) {
    return free_bytes < limit + (was ? limit / divisor : 0);
  };
  if (below(policy.stop_below_bytes, before == Space::none, 4)) return Space::none;
  return below(policy.thin_below_bytes, before != Space::ample, 10) ? Space::tight : Space::ample;
}

bool ClockTrust::take(Instant now, Duration steady) {
  constexpr Duration kEven = std::chrono::minutes(1), kLongEnough = std::chrono::hours(1);
  Duration const offset = now.time_since_epoch() - steady;
  if (!offset_ || offset - *offset_ > kEven || *offset_ - offset > kEven) {
    offset_ = offset;
    even_since_ = steady;
  }
  return steady - even_since_ >= kLongEnough;
}

} // namespace dalian::history
