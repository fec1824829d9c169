#include "connectors/gtfs/feed.hpp"

#include "connectors/gtfs/decode.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::gtfs {

using connectors::DocumentSource;

Feed::Feed(std::vector<std::unique_ptr<DocumentSource>> sources, FeedOptions options, Clock const& clock,
           connectors::FeedOutput output)
    : options_(std::move(options)), clock_(clock), output_(output) {
  for (auto& source : sources)
    addresses_.push_back({std::move(source), Converter(options_.schedule, options_.convert)});
}

bool Feed::step(std::chrono::milliseconds wait) {
  auto const share = wait / static_cast<int>(std::max<std::size_t>(addresses_.size(), 1));
  for (auto& address : addresses_) {
    if (address.ended) continue;
    switch (address.source->next(share)) {
    case DocumentSource::Next::document:
      take(address);
      break;
    case DocumentSource::Next::outcome:
      reject(address.source->outcome(), address.source->reason());
      break;
    case DocumentSource::Next::ended:
      address.ended = true;
      break;
    case DocumentSource::Next::idle:
      break;
    }
  }
  return !std::ranges::all_of(addresses_, &Address::ended);
}

void Feed::reject(std::string_view outcome, std::string const& reason) {
  counts_.outcomes.add(outcome);
  if (reason.empty() || noted_.get(outcome) > 0) return;
  noted_.add(outcome);
  if (options_.note) options_.note(reason);
}

void Feed::take(Address& address) {
  auto decoded = decode(address.source->text());
  if (decoded.feed == nullptr)
    return reject(decoded.outcome, fmt::format("{}: {}", address.source->describe(), decoded.reason));
  counts_.outcomes.add(accept(address, std::move(decoded.feed)));
}

/// What became of a sound feed.
std::string_view Feed::accept(Address& address, std::unique_ptr<proto::FeedMessage> feed) {
  auto const memory = remember(*feed);
  auto const& before = address.memory;
  if (before && memory.timestamp == before->timestamp && memory.content == before->content) return "unchanged";
  if (before && memory.timestamp != 0 && memory.timestamp < before->timestamp) {
    tell("E018", 1, {}); // a server behind its siblings: what it says is older than what is known
    return "older_than_last";
  }
  address.newest = std::move(feed);
  auto const own_s = static_cast<std::int64_t>(memory.timestamp);
  bool const own_clock = options_.recording && is_posix(own_s);
  check(address, own_clock ? own_s : to_unix_ns(clock_.now()) / 1'000'000'000);
  address.memory = memory;
  if (output_.json != nullptr) *output_.json << to_json(*address.newest) << '\n';
  publish(address);
  return "decoded";
}

void Feed::check(Address& address, std::int64_t now_s) {
  Findings found;
  check_feed(*address.newest, address.memory, {options_.schedule, now_s}, found);
  proto::FeedMessage const* positions = nullptr;
  proto::FeedMessage const* updates = nullptr;
  for (auto const& a : addresses_) {
    if (a.newest == nullptr) continue;
    if (std::ranges::any_of(a.newest->entity(), &proto::FeedEntity::has_vehicle)) positions = a.newest.get();
    if (std::ranges::any_of(a.newest->entity(), &proto::FeedEntity::has_trip_update)) updates = a.newest.get();
  }
  check_pairs(positions, updates, found);
  for (auto const& [code, n] : found.by_code())
    tell(code, n, found.first().find(code)->second);
}

/// Counts broken rules; says the first of each kind.
void Feed::tell(std::string const& code, std::uint64_t n, std::string const& where) {
  bool const fresh = findings_.by_code().get(code) == 0;
  findings_.add(code, where, n);
  counts_.details.add("rule_" + code, n);
  if (fresh && options_.note)
    options_.note(fmt::format("{}: {}{}{}", code, rule_text(code), where.empty() ? "" : ", first in entity ", where));
}

void Feed::publish(Address& address) {
  auto const now = clock_.now();
  auto const own = from_unix_ns(static_cast<std::int64_t>(address.newest->header().timestamp()) * 1'000'000'000);
  bool const placed = options_.move_to_now && is_posix(static_cast<std::int64_t>(address.newest->header().timestamp()));
  if (placed) address.converter.shift(now - own);
  observations_.clear();
  address.converter.convert(*address.newest, now, observations_, counts_.details);
  counts_.details.add("observations", observations_.size());
  for (auto& observation : observations_)
    output_.publish(std::move(observation));
}

std::string Feed::describe() const {
  std::string text;
  for (auto const& address : addresses_)
    text += (text.empty() ? "" : ", ") + address.source->describe();
  return text;
}

} // namespace dalian::gtfs
