#pragma once
// What a feed does against the rules of GTFS Realtime, under the codes of its canonical validator (MobilityData
// gtfs-realtime-validator, RULES.md): E… errors, W… warnings. A finding is counted; the data goes on unless it is
// unsafe.
#include "twin/base/counters.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::gtfs {

/// What a rule says, in one sentence; "" for a code that is not checked.
std::string_view rule_text(std::string_view code);
/// All codes that are checked, in their order.
std::vector<std::string_view> rule_codes();

class Findings {
 public:
  /// `where`: the entity of the feed, "" for the feed itself. Only with a code of rule_codes().
  void add(std::string_view code, std::string const& where = {}, std::uint64_t n = 1);
  Counters const& by_code() const { return by_code_; }
  /// The first entity that broke each rule.
  std::map<std::string, std::string, std::less<>> const& first() const { return first_; }

 private:
  Counters by_code_;
  std::map<std::string, std::string, std::less<>> first_;
};

} // namespace dalian::gtfs
