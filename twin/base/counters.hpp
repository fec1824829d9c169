#pragma once
// Named outcomes of a stage: every input ends in exactly one of them, so their sum equals the inputs.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace dalian {

/// Counts by name, in alphabetical order when listed. One writer; copy it to hand it out.
class Counters {
 public:
  void add(std::string_view name, std::uint64_t n = 1) {
    auto it = counts_.find(name);
    if (it == counts_.end()) it = counts_.emplace(std::string(name), 0).first;
    it->second += n;
  }
  std::uint64_t get(std::string_view name) const {
    auto const it = counts_.find(name);
    return it == counts_.end() ? 0 : it->second;
  }
  std::uint64_t sum() const {
    std::uint64_t total = 0;
    for (auto const& [name, n] : counts_)
      total += n;
    return total;
  }
  auto begin() const { return counts_.begin(); }
  auto end() const { return counts_.end(); }
  bool empty() const { return counts_.empty(); }

 private:
  std::map<std::string, std::uint64_t, std::less<>> counts_;
};

} // namespace dalian
